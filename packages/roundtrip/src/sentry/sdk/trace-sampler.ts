import type * as Sentry from "@sentry/nextjs";
import { pathOf } from "#checks/mount/addresses.js";
import { TRACE_CHECK_PATH, TRACE_CHECK_SPAN } from "#checks/trace-mark.js";

type Context = Parameters<NonNullable<NonNullable<Parameters<typeof Sentry.init>[0]>["tracesSampler"]>>[0];
export type Sampler = (context: Context) => number | boolean;

/** True for a request whose headers admit it: only such a one may cost spans without end. */
export type Admits = (headers: Readonly<Record<string, string>>) => boolean;

/** More than a person clicks, and little enough that it costs no quota where nobody can be asked who it is. */
const CERTAIN_PER_MINUTE = 60;
const MINUTE_MS = 60_000;
/** For addresses without a host; whose it is does not matter. */
const BASE = "http://app.invalid";

/**
 * Decides about traces as the SDK would without it, but for two. At a rate of 0 nothing is traced: left to itself, the
 * SDK follows any caller whose headers say "sampled", at the cost of this app's quota. And a check of the pipeline must
 * not depend on dice, so above 0 its own traces are always taken: of callers who are admitted, and within a budget a
 * minute where there are no headers to ask. A stranger at its address is sampled by the rate, whatever the headers say.
 * @param rate SENTRY_TRACE_SAMPLE_RATE, 0 to 1
 * @param task the id of the check's Inngest function within the app, whose client may have any id
 * @param admits absent where there is no server, as in a browser
 * @param now milliseconds of any steady clock
 */
export function traceSampler(
  rate: number,
  {
    admits,
    task = null,
    now = () => performance.now(),
  }: { admits?: Admits | undefined; task?: string | null | undefined; now?: () => number } = {},
): Sampler {
  let begun = Number.NEGATIVE_INFINITY;
  let certain = 0;
  const isWithinBudget = () => {
    if (now() - begun >= MINUTE_MS) {
      begun = now();
      certain = 0;
    }
    certain += 1;
    return certain <= CERTAIN_PER_MINUTE;
  };
  return (context) => {
    if (rate === 0) return false;
    // The task does what its caller's trace does, whatever rate a stranger's baggage claims.
    if (task !== null && String(context.attributes?.["inngest.function"] ?? "").endsWith(`-${task}`))
      return context.parentSampled === true;
    if (!isCheck(context)) return context.inheritOrSampleWith(rate);
    const headers = context.normalizedRequest?.headers;
    return (admits && headers ? admits(headers) : isWithinBudget()) || rate;
  };
}

/** The request at the check's address, or the browser's own span around it. */
function isCheck({ name, attributes, normalizedRequest }: Context): boolean {
  // The SDK does not know of a request that came while it was being started; Next.js says where it went.
  const target = attributes?.["http.target"] ?? normalizedRequest?.url;
  if (typeof target !== "string") return name === TRACE_CHECK_SPAN;
  return URL.canParse(target, BASE) && pathOf(new URL(target, BASE).pathname) === TRACE_CHECK_PATH;
}
