import * as Sentry from "@sentry/nextjs";
import { TRACE_CHECK_PATH } from "#checks/trace-mark.js";
import { matchesText } from "#sentry/sdk/drops/pattern.js";
import type { Client } from "#sentry/sdk/types.js";
import type { TracingFacts } from "./facts.js";

type Options = ReturnType<Client["getOptions"]>;
type Pattern = NonNullable<Options["ignoreSpans"]>[number];

/** The span of the trace check's own request, as the SDK names it. */
const NAME = `GET ${TRACE_CHECK_PATH}`;
const OP = "http.server";

/** False where it is told to leave OpenTelemetry alone, through which Next.js makes its spans. */
export const takesOpenTelemetry = (options: object | undefined): boolean =>
  options === undefined || Reflect.get(options, "enableOpenTelemetrySetup") !== false;

/**
 * What the Node SDK would make of the trace check's request. No span is started.
 * @param rate SENTRY_TRACE_SAMPLE_RATE
 */
export function tracingFacts(rate: number): TracingFacts | null {
  const options = Sentry.getClient()?.getOptions();
  if (!options) return null;
  const { tracesSampleRate, tracesSampler, ignoreSpans = [] } = options;
  const pattern = ignoreSpans.find(ignores);
  return {
    rate,
    openTelemetry: takesOpenTelemetry(options),
    on: tracesSampleRate !== undefined || tracesSampler !== undefined,
    sampled: tracesSampler ? answerOf(tracesSampler) : (tracesSampleRate ?? 0),
    ignoredBy:
      pattern === undefined
        ? null
        : String(typeof pattern === "object" && "name" in pattern ? pattern.name : pattern),
  };
}

function answerOf(sampler: NonNullable<Options["tracesSampler"]>): boolean | number | null {
  try {
    return sampler({
      name: NAME,
      attributes: { "http.target": TRACE_CHECK_PATH },
      inheritOrSampleWith: (fallback) => fallback,
    });
  } catch {
    return null;
  }
}

/** One that goes by attributes is not told here: which a span will have is not known before it is there. */
function ignores(pattern: Pattern): boolean {
  if (typeof pattern === "string" || pattern instanceof RegExp) return matchesText(pattern, NAME);
  const { name, op, attributes } = pattern;
  if (attributes) return false;
  return (name === undefined || matchesText(name, NAME)) && (op === undefined || matchesText(op, OP));
}
