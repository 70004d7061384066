import { AsyncLocalStorage } from "node:async_hooks";
import * as Sentry from "@sentry/nextjs";
import { recall, remember, singleton } from "#state/singleton.js";
import type { Held } from "#verdict/evidence/kinds.js";
import { stoppingHost } from "#verdict/evidence/stopping.js";
import type { Client } from "./types.js";

type WaitUntil = (work: Promise<unknown>) => void;
type Report = typeof Sentry.captureRequestError;

/** A Sentry that hangs must not keep a process, which is paid for by the second. */
const AT_MOST_MS = 5_000;
/** Where hosts leave what Next.js' own `after` uses, and @vercel/functions. */
const CONTEXTS = [Symbol.for("@next/request-context"), Symbol.for("@vercel/request-context")];

/** On the function that another bundle may have put around the app's. */
const WITHIN = Symbol.for("roundtrip.report-within");
const holding = singleton("holding", () => new AsyncLocalStorage<Held>());

/** The host's own `waitUntil` for the request under way; undefined where there is none. */
function hostWaitUntil(): WaitUntil | undefined {
  for (const context of CONTEXTS.map((name): unknown => Reflect.get(globalThis, name))) {
    const get: unknown = context && Reflect.get(context, "get");
    const found: unknown = typeof get === "function" ? get.call(context) : undefined;
    const waitUntil: unknown = found && Reflect.get(found, "waitUntil");
    if (typeof waitUntil === "function") return (work) => void waitUntil.call(found, work);
  }
  return undefined;
}

/** Never rejects: in the host's hands that would be an error of the app's. */
function bounded(work: PromiseLike<unknown>): Promise<unknown> {
  const limit = new Promise<void>((resolve) => setTimeout(resolve, AT_MOST_MS).unref());
  return Promise.race([Promise.resolve(work).catch(() => undefined), limit]);
}

const flushed = (client: Pick<Client, "flush"> = Sentry) => bounded(client.flush(AT_MOST_MS));

/**
 * For `onRequestError` in instrumentation.ts: has the host keep the process running until the error has been sent.
 * Where a host stops processes and has no `waitUntil`, the answer of a route handler waits instead: Next.js gives it
 * out only once this has ended. (In Node.js the SDK's own waiting does nothing.)
 */
export function waitUntilSent(report: Report) {
  remember("wait-until-sent", true);
  const held = async (...given: Parameters<Report>): Promise<void> => {
    const waitUntil = hostWaitUntil();
    // A page's answer does not wait for its onRequestError.
    const answerWaits = given[2].routeType === "route" && stoppingHost(process.env) !== null;
    if (!waitUntil && !answerWaits) return report(...given);
    const reported = holding.run(waitUntil ? "wait until" : "answer", async () => report(...given));
    const sent = reported.finally(() => flushed());
    if (!waitUntil) return void (await sent);
    waitUntil(sent.catch(() => undefined));
    await reported;
  };
  return Object.assign(held, { [WITHIN]: report });
}

/** What `waitUntilSent` was put around, or the function itself. */
export const withoutWaiting = (report: object): unknown => Reflect.get(report, WITHIN) ?? report;

/** The same for every other error that the SDK takes while a request is under way: what is logged, or captured by hand. */
export function waitUntilEventsSent(client: Client): void {
  remember("wait-until-events-sent", true);
  client.on("preprocessEvent", (event) => {
    if (event.type === undefined) hostWaitUntil()?.(flushed(client));
  });
}

/** What keeps the process running until the event that is captured just now has been sent; null: nothing does. */
export function heldNow(hint: { data?: unknown } | undefined): Held | null {
  const given: unknown = hint?.data && Reflect.get(hint.data, "held");
  if (given === "answer") return given;
  return holding.getStore() ?? (waitsUntilSent() ? "wait until" : null);
}

/** Whether the host is asked to wait for whatever the request under way has the SDK capture. */
export const waitsUntilSent = (): boolean =>
  recall("wait-until-events-sent") === true && hostWaitUntil() !== undefined;

/**
 * Keeps the process running for work beside an event, such as writing down what became of it: only where it is kept
 * running for the event as well, or the work alone would have the event sent.
 */
export function waitBesideEvents(work: Promise<unknown>): void {
  if (waitsUntilSent()) hostWaitUntil()?.(bounded(work));
}

/** What there is of it, for the doctor; null where no host is known to stop this process. */
export function stoppingFacts() {
  const host = stoppingHost(process.env);
  return host && { ...host, waits: waitsUntilSent(), answers: recall("wait-until-sent") === true };
}
