import * as Sentry from "@sentry/nextjs";
import { Middleware } from "inngest";
import { reportTaskError, takeAfterSpan, takeEpilogue } from "./report.js";

/** Where the caller's trace travels inside an event's data; functions never see it. */
const CARRIER = "_sentry";
/** Long enough for one round trip to Sentry; a task's answer must not wait for a dead one. */
const FLUSH_MS = 2_000;

interface Carrier {
  trace: string;
  baggage: string | undefined;
}
type Data = Record<string, unknown>;

const isObject = (value: unknown): value is Data => value !== null && typeof value === "object";

function carrierOf(body: unknown): Carrier | null {
  const event = isObject(body) ? body.event : null;
  const data = isObject(event) ? event.data : null;
  // An onFailure handler gets the failed run's event inside its own.
  const inner = isObject(data) && isObject(data.event) ? data.event.data : null;
  for (const candidate of [data, inner]) {
    const carrier = isObject(candidate) ? candidate[CARRIER] : null;
    if (isObject(carrier) && typeof carrier.trace === "string") {
      return {
        trace: carrier.trace,
        baggage: typeof carrier.baggage === "string" ? carrier.baggage : undefined,
      };
    }
  }
  return null;
}

function withoutCarrier<E extends { data?: unknown }>(event: E): E {
  if (!isObject(event.data) || !(CARRIER in event.data)) return event;
  const { [CARRIER]: _, ...data } = event.data;
  return { ...event, data };
}

/** What is reported here must come after the span has been sent, or its order would prove nothing. */
async function reportAfterSpan(runId: string): Promise<void> {
  const report = takeAfterSpan(runId);
  if (!report) return;
  await Sentry.flush(FLUSH_MS);
  report();
  await Sentry.flush(FLUSH_MS);
}

/**
 * Reports a failed task to Sentry once, on its final attempt, on the trace of the request that caused it.
 * Without it nothing is reported: Inngest turns errors into answers.
 */
export class SentryMiddleware extends Middleware.BaseMiddleware {
  readonly id = "roundtrip:sentry";

  override transformSendEvent(arg: Middleware.TransformSendEventArgs): Middleware.TransformSendEventArgs {
    const { "sentry-trace": trace, baggage } = Sentry.getTraceData();
    if (!trace) return arg;
    const carrier: Carrier = { trace, baggage };
    return {
      ...arg,
      events: arg.events.map((event) => ({ ...event, data: { ...event.data, [CARRIER]: carrier } })),
    };
  }

  override async wrapRequest({ next, fn, runId, requestInfo }: Middleware.WrapRequestArgs) {
    if (!fn) return next();
    const body = await requestInfo.body();
    const carrier = carrierOf(body);
    const name = fn.id(this.client.id);
    const attributes = { "inngest.function": name, "inngest.run": runId };
    let failed = true;
    try {
      return await Sentry.withIsolationScope((scope) => {
        scope.setTags(attributes);
        scope.setTransactionName(`task ${name}`);
        const trace = { sentryTrace: carrier?.trace, baggage: carrier?.baggage };
        return Sentry.continueTrace(trace, async () => {
          const answered = await Sentry.startSpan(
            { name, op: "queue.process", forceTransaction: true, attributes },
            async (span) => {
              const answer = await next();
              failed = answer.status >= 400;
              if (failed) span.setStatus({ code: 2, message: "internal_error" });
              return answer;
            },
          );
          await reportAfterSpan(runId);
          return answered;
        });
      });
    } finally {
      // A step that went well has nothing to report, and must not wait for a Sentry that hangs.
      if (failed) await Sentry.flush(FLUSH_MS);
    }
  }

  /** Runs before the event's schema is checked: a strict schema must not see the carrier. */
  override transformFunctionInput(
    arg: Middleware.TransformFunctionInputArgs,
  ): Middleware.TransformFunctionInputArgs {
    const { ctx } = arg;
    return {
      ...arg,
      ctx: {
        ...ctx,
        event: withoutCarrier(ctx.event),
        events: ctx.events.map(withoutCarrier) as typeof ctx.events,
      },
    };
  }

  override async onRunError({ error, isFinalAttempt, ctx }: Middleware.OnRunErrorArgs) {
    const epilogue = takeEpilogue(ctx.runId);
    if (!isFinalAttempt) return;
    const delivery = `${ctx.runId}:${ctx.attempt}`;
    const tags = { "inngest.attempt": String(ctx.attempt) };
    reportTaskError(error, delivery, tags);
    if (!epilogue) return;
    // What follows must come after the report has been processed, or its order would prove nothing.
    await Sentry.flush(FLUSH_MS);
    epilogue(delivery, tags);
  }
}
