import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Check } from "#checks/check.js";
import { CAUSES } from "#verdict/causes/catalogue.js";
import type { Evidence } from "#verdict/evidence/kinds.js";
import type { Run } from "#verdict/run.js";
import { MOMENTS, noiseOf, runsOf, variants } from "#verdict/testing/noise.js";
import { allowsPass, allowsWarn, isRefuting } from "#verdict/testing/oracle.js";
import { checkNamed, eventOf, fact, HOUR, healthy, later, runOf } from "#verdict/testing/runs.js";
import { judge } from "./run.js";

const RUNS = 100;
const NAMES = ["sentry", "sentry-extra", "sentry-inngest", "sentry-inngest-ignored", "sentry-render"];
/** Verdicts that people take for a proof. */
const good = (verdict: string) => verdict === "pass" || verdict === "warn";

interface Situation {
  run: Run;
  evidence: Evidence[];
  noise: Evidence[];
  now: number;
  /** Any number, for choices that follow from the evidence. */
  seed: number;
}

/** A healthy run's evidence with gaps, and facts that do not fit it, in any order. */
function situations(check: Check): fc.Arbitrary<Situation> {
  const whole = healthy(runOf(check));
  return fc
    .record({
      run: fc.constantFrom(...runsOf(check)),
      kept: fc.oneof(
        fc.constant(whole),
        fc.subarray(whole, { minLength: whole.length - 2 }),
        fc.subarray(whole),
      ),
      noise: fc.oneof(
        fc.constant<Evidence[]>([]),
        fc.subarray(noiseOf(check), { minLength: 1, maxLength: 4 }),
      ),
      now: fc.constantFrom(...MOMENTS),
      seed: fc.nat(1_000_000_000),
    })
    .map(({ kept, ...rest }) => ({ ...rest, evidence: [...kept, ...rest.noise] }));
}

/** Holds for evidence of every kind in every combination, on each kind of check. */
function always(title: string, holds: (check: Check, given: Situation) => void): void {
  it.each(NAMES)(`${title}: %s`, (name) => {
    const check = checkNamed(name);
    fc.assert(
      fc.property(situations(check), (given) => holds(check, given)),
      { numRuns: RUNS },
    );
  });
}
const verdictOf = (check: Check, run: Run, evidence: readonly Evidence[], now: number) =>
  judge(check, run, evidence, now).verdict;

/** Words that every object answers to. Who holds a run's capability may say them, and so may Inngest. */
const WORDS_OF_OBJECTS = Object.getOwnPropertyNames(Object.prototype);

it.each(NAMES)("a word that every object answers to is a word like any other: %s", (name) => {
  const check = checkNamed(name);
  const run = runOf(check);
  const facts = (word: string): Evidence[] => [
    fact(run, "not_queued", { code: word }),
    fact(run, "not_reached", { code: word, status: null }),
    ...check.parts.flatMap(({ role }) => [
      ...(["node", "edge", "browser"] as const).map((runtime) =>
        fact(run, "dropped", { role, runtime, reason: word, by: word }),
      ),
      fact(run, "not_sent", { role, code: word }),
      fact(run, "rejected", { role, detail: word, rateLimits: word }),
    ]),
  ];
  const begun = healthy(run).filter(({ kind }) => kind === "raised" || kind === "captured");
  for (const noise of WORDS_OF_OBJECTS.flatMap(facts))
    for (const now of [later(2_000), HOUR]) {
      const { cause } = judge(check, run, [...begun, noise], now);
      expect(cause === null || Object.hasOwn(CAUSES, cause.code), JSON.stringify(noise)).toBe(true);
    }
});

describe("whatever the evidence", () => {
  it.each(NAMES)("these situations are not all alike, every verdict is among them: %s", (name) => {
    const check = checkNamed(name);
    const verdicts = fc
      .sample(situations(check), { numRuns: 500, seed: 1 })
      .map(({ run, evidence, now }) => verdictOf(check, run, evidence, now));
    expect([...new Set(verdicts)].sort()).toEqual(["fail", "pass", "pending", "unknown", "warn"]);
    expect(verdicts.filter(good).length).toBeGreaterThan(15);
  });

  always("its order does not matter", (check, { run, evidence, now, seed }) => {
    const shuffled = evidence
      .map((one, index) => ({ one, key: (index * 7_919 + seed) % 104_729 }))
      .sort((a, b) => a.key - b.key)
      .map(({ one }) => one);
    expect(judge(check, run, shuffled, now)).toEqual(judge(check, run, evidence, now));
    expect(judge(check, run, [...evidence].reverse(), now)).toEqual(judge(check, run, evidence, now));
  });

  always("written twice it changes nothing", (check, { run, evidence, now }) => {
    const twice = [...evidence, ...structuredClone(evidence)];
    expect(judge(check, run, twice, now)).toEqual(judge(check, run, evidence, now));
  });

  always("what other runs left behind changes nothing", (check, { run, evidence, noise, now }) => {
    const others = [...evidence, ...noise].map((one) => ({ ...one, run: "f".repeat(32) }));
    expect(judge(check, run, [...others, ...evidence], now)).toEqual(judge(check, run, evidence, now));
  });

  always("events that the check does not have never help", (check, { run, evidence, noise, now }) => {
    const strange = noise.map((one) => ({ ...one, role: "stranger" }));
    const helped = verdictOf(check, run, [...evidence, ...strange], now);
    expect(good(helped) && !good(verdictOf(check, run, evidence, now))).toBe(false);
  });

  /*
   * Lost evidence never makes a proof. What refutes is the exception, and the only one: of an event that must be
   * there, a read that differs in a must and a count above one; of one that must not be there, a read, a count
   * above none, and every sign that the SDK sent it or dropped it otherwise than as ignored.
   */
  always(
    "taking away anything but a refutation never makes it pass",
    (check, { run, evidence, now, seed }) => {
      if (good(verdictOf(check, run, evidence, now))) return;
      const left = evidence.filter((one, i) => isRefuting(check, run, one) || ((seed >> (i % 30)) & 1) === 1);
      expect(good(verdictOf(check, run, left, now))).toBe(false);
      for (const gone of evidence.filter((one) => !isRefuting(check, run, one))) {
        const rest = evidence.filter((one) => one !== gone);
        expect(good(verdictOf(check, run, rest, now))).toBe(false);
      }
    },
  );

  always("a refutation is never outweighed", (check, { run, evidence, now }) => {
    if (!evidence.some((one) => isRefuting(check, run, one))) return;
    expect(good(verdictOf(check, run, evidence, now))).toBe(false);
  });

  always("the witness alone never makes a pass", (check, { run, evidence, now }) => {
    for (const { role } of check.parts.filter((one) => one.expect === "stored")) {
      const unread = evidence.filter((one) => one.role !== role || one.kind !== "found");
      expect(good(verdictOf(check, run, unread, now))).toBe(false);
    }
  });

  always("a pass meets every formal condition, a warn all but those it may miss", (check, given) => {
    const { run, evidence, now } = given;
    const verdict = verdictOf(check, run, evidence, now);
    if (verdict === "pass") expect(allowsPass(check, run, evidence)).toBe(true);
    if (good(verdict)) expect(allowsWarn(check, run, evidence)).toBe(true);
  });

  always("all formal conditions together make a pass or a warn", (check, { run, evidence, now }) => {
    if (allowsPass(check, run, evidence)) expect(good(verdictOf(check, run, evidence, now))).toBe(true);
  });

  always("time alone never undoes a decision", (check, { run, evidence, now, seed }) => {
    const first = judge(check, run, evidence, now);
    const after = judge(check, run, evidence, now + seed);
    if (first.verdict === "fail" || good(first.verdict)) {
      expect(after.verdict).toBe(first.verdict);
    } else {
      expect(good(after.verdict)).toBe(false);
    }
  });

  it.each(NAMES)("no read that differs in a must is outweighed by any that fits: %s", (name) => {
    const check = checkNamed(name);
    const run = runOf(check);
    for (const { role } of check.parts.filter((one) => one.expect === "stored")) {
      for (const change of variants(run, role)) {
        const other = fact(run, "found", { role, at: later(4_000), event: eventOf(run, role, change) });
        const isMust = isRefuting(check, run, other);
        const verdicts = MOMENTS.map((now) => verdictOf(check, run, [...healthy(run), other], now));
        expect(new Set(verdicts), JSON.stringify(change)).toEqual(new Set([isMust ? "fail" : "pass"]));
        const alone = healthy(run).map((one) => (one.kind === "found" && one.role === role ? other : one));
        if (isMust) expect(verdictOf(check, run, alone, HOUR), JSON.stringify(change)).toBe("fail");
      }
    }
  });

  always("an hour after the firing nothing is pending", (check, { run, evidence }) => {
    expect(verdictOf(check, run, evidence, later(3_700_000))).not.toBe("pending");
  });

  always("a cause is there exactly when there is something to say", (check, { run, evidence, now }) => {
    const { verdict, cause, latencyMs } = judge(check, run, evidence, now);
    expect(cause === null).toBe(verdict === "pass" || verdict === "pending");
    expect(latencyMs !== null).toBe(good(verdict));
  });
});
