import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Check } from "#checks/check.js";
import type { Evidence, EvidenceKind } from "#verdict/evidence/kinds.js";
import type { Run } from "#verdict/run.js";
import { CASES } from "#verdict/testing/all-situations.js";
import { runsOf } from "#verdict/testing/noise.js";
import { BROWSER, checkNamed, DECIDED, fact, HOUR, later, runOf } from "#verdict/testing/runs.js";
import { judge } from "./run.js";

/** What only a look at the backend can bring. */
const LOOKS: readonly EvidenceKind[] = ["found", "missing", "counted", "traced", "spans", "discards"];
const MOMENTS = [later(2_000), later(30_000), DECIDED, HOUR];

/** Every way in which nobody has looked, in words that the judge does not use. */
const BLINDFOLDS: readonly ((run: Run) => { run: Run; evidence: Evidence[] })[] = [
  (run) => ({ run, evidence: [] }),
  (run) => ({ run: { ...run, canRead: false }, evidence: [] }),
  ...(["forbidden", "unauthorized", "timeout", "server_error", "unreachable"] as const).map(
    (why) => (run: Run) => ({
      run,
      evidence: run.parts.map(({ role }) => fact(run, "unreadable", { role, why, at: DECIDED - 1 })),
    }),
  ),
];

const NO_CONNECTION = /^(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ENETUNREACH|EPROTO|csp)$|CERT/;
/** Signs after which the event cannot be at Sentry: an answer that refuses it, or no connection at all. */
function rulesOutArrival(one: Evidence): boolean {
  if (one.kind === "rejected")
    return (one.status >= 300 && one.status < 500) || one.status === 500 || one.status === 503;
  if (one.kind === "not_sent") return NO_CONNECTION.test(one.code);
  return one.kind === "dropped" && one.reason === "send_error";
}

function expectNoDoubtfulFail(check: Check, given: Run, known: readonly Evidence[], now: number): void {
  const seen = known.filter((one) => !LOOKS.includes(one.kind));
  for (const blindfold of BLINDFOLDS) {
    const { run, evidence } = blindfold(given);
    const { verdict, cause } = judge(check, run, [...seen, ...evidence], now);
    expect(verdict).not.toBe("pass");
    expect(verdict).not.toBe("warn");
    if (verdict !== "fail") continue;
    // That an error never happened, or never came to be sent, its own process knows.
    const stage = cause?.stage ?? "stored";
    if (stage === "accepted") expect(seen.some(rulesOutArrival), JSON.stringify(cause)).toBe(true);
    else expect(["fired", "raised", "captured", "dropped", "matched"], cause?.code).toContain(stage);
    // What breaks a trace, its processes have seen themselves.
    if (stage === "matched") expect(cause?.code).toBe("trace_broken");
  }
}

describe("where nobody could look", () => {
  it.each(CASES.map((one) => [one.title, one] as const))("a delivery in doubt is no fail: %s", (_, one) => {
    const check = checkNamed(one.check);
    const run = runOf(check, one.run);
    for (const now of [one.now, ...MOMENTS]) expectNoDoubtfulFail(check, run, one.evidence(run), now);
  });

  it.each(["sentry", "sentry-inngest", "sentry-inngest-ignored", "sentry-browser"])(
    "a delivery in doubt is no fail, whatever else was seen: %s",
    (name) => {
      const check = checkNamed(name);
      fc.assert(
        fc.property(
          fc.constantFrom(...runsOf(check)),
          fc.subarray(signs(check), { maxLength: 5 }),
          fc.constantFrom(...MOMENTS),
          (run, evidence, now) => expectNoDoubtfulFail(check, run, evidence, now),
        ),
        { numRuns: 300 },
      );
    },
  );
});

/** What a process may have seen of an event's way to Sentry. */
function signs(check: Check): Evidence[] {
  const run = runOf(check);
  const seen = check.place === "browser" ? BROWSER : {};
  return check.parts.flatMap(({ role }) => [
    fact(run, "raised", { role, ...seen }),
    fact(run, "captured", { role, ...seen }),
    fact(run, "accepted", { role, ...seen }),
    ...[200, 302, 400, 403, 404, 413, 429, 500, 502, 503, 504, 520].map((status) =>
      fact(run, "rejected", { role, ...seen, status }),
    ),
    ...["ABORT_ERR", "ECONNRESET", "ECONNREFUSED", "ENOTFOUND", "EPIPE", "TypeError", "timeout"].map((code) =>
      fact(run, "not_sent", { role, ...seen, code }),
    ),
    ...["network_error", "send_error", "ratelimit_backoff", "event_processor"].map((reason) =>
      fact(run, "dropped", { role, ...seen, reason, by: null }),
    ),
  ]);
}
