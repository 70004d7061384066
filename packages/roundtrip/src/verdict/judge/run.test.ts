import { describe, expect, it } from "vitest";
import type { Cause } from "#verdict/answer.js";
import { CAUSES, type CauseCode } from "#verdict/causes/catalogue.js";
import { verdictOfCause } from "#verdict/causes/verdicts.js";
import { CASES } from "#verdict/testing/all-situations.js";
import type { Case } from "#verdict/testing/cases.js";
import {
  checkNamed,
  DEADLINE,
  eventId,
  eventOf,
  fact,
  HOUR,
  healthy,
  later,
  runOf,
} from "#verdict/testing/runs.js";
import { judge } from "./run.js";

/** Told by `verify` and the canary of checks that they could not even fire: there is no run to judge. */
const BEFORE_JUDGEMENT: readonly CauseCode[] = [
  "not_fired",
  "app_slow",
  "needs_browser",
  "ticket_refused",
  "canary_late",
  "expectation_lost",
  "nonce_lost",
];

function judged({ check: name, run: change, evidence, now }: Case) {
  const check = checkNamed(name);
  const run = runOf(check, change);
  return judge(check, run, evidence(run), now);
}

describe("the judge, by tables", () => {
  it.each(CASES.map((one) => [one.title, one] as const))("%s", (_title, one) => {
    const said = judged(one);
    expect({ verdict: said.verdict, cause: said.cause?.code ?? null }).toEqual({
      verdict: one.verdict,
      cause: one.cause,
    });
    expect(said.warnings.map(({ code }) => code)).toEqual(one.warnings);
  });

  it("counts one of anything in the singular", () => {
    const said = CASES.map(judged).flatMap(({ cause, warnings }) => [cause, ...warnings]);
    const texts = said.flatMap((one) => (one ? [one.summary, one.remedy] : []));
    expect(texts.some((text) => / 1 (error|span) of /.test(text))).toBe(true);
    expect(texts.filter((text) => /(?<![\d.,:])1 (?!is\b|was\b|has\b|s\b|ms\b)[a-z]+s\b/.test(text))).toEqual(
      [],
    );
  });

  it("tells every situation by a title of its own", () => {
    expect(new Set(CASES.map((one) => one.title)).size).toBe(CASES.length);
  });

  it("reaches every cause there is", () => {
    const reached = CASES.map(judged).flatMap(({ cause, warnings }) => [cause, ...warnings]);
    const codes = new Set(reached.flatMap((one) => (one ? [one.code] : [])));
    expect([...codes, ...BEFORE_JUDGEMENT].sort()).toEqual(Object.keys(CAUSES).sort());
  });

  it("says of each cause what verdict it stands for", () => {
    for (const { cause: code, warnings, verdict } of CASES) {
      if (code) expect([code, verdictOfCause(code)]).toEqual([code, verdict]);
      const beside = warnings.filter((one) => one !== code && (verdict === "pass" || verdict === "warn"));
      for (const one of beside) expect([one, verdictOfCause(one)]).toEqual([one, "warn"]);
    }
    const remarks = CASES.flatMap((one) => one.warnings);
    const used = new Set(CASES.map((one) => one.cause));
    const onlyBeside = [...new Set(remarks)].filter((one) => !used.has(one));
    expect(onlyBeside.map((one) => verdictOfCause(one))).toEqual(onlyBeside.map(() => null));
  });

  it("names a cause whenever the verdict is neither pass nor pending, and none otherwise", () => {
    for (const said of CASES.map(judged)) {
      const plain = said.verdict === "pass" || said.verdict === "pending";
      expect(said.cause === null, JSON.stringify(said)).toBe(plain);
    }
  });

  it("fills every placeholder of a cause with a fact of the run", () => {
    // What another backend's users are told is held in a test of its own.
    const causes = CASES.filter(({ run }) => !run.backend)
      .map(judged)
      .flatMap(({ cause, warnings }) => [cause, ...warnings]);
    for (const one of causes.filter((each): each is Cause => each !== null)) {
      const { summary, remedy } = CAUSES[one.code as CauseCode];
      for (const [template, told] of [
        [summary, one.summary],
        [remedy, one.remedy],
      ] as const) {
        const parts = template.split(/\{\w+\}/);
        for (const part of parts) expect(told).toContain(part);
        const facts = parts.reduce((rest, part) => rest.replace(part, " "), told).trim();
        expect(facts, told).not.toMatch(/unknown|undefined|null|NaN|\(\)|[{}]/);
      }
    }
  });
});

describe("the run's judgement", () => {
  const sentry = checkNamed("sentry");
  const ignored = checkNamed("sentry-inngest-ignored");

  it("is pending until the last millisecond before the deadline, and decided at it", () => {
    const run = runOf(sentry);
    const evidence = [fact(run, "raised"), fact(run, "missing", { at: DEADLINE })];
    expect(judge(sentry, run, evidence, DEADLINE - 1).verdict).toBe("pending");
    expect(judge(sentry, run, evidence, DEADLINE).verdict).toBe("fail");
  });

  it("tells the time from the firing to the reading, and only of what is proven", () => {
    const run = runOf(sentry);
    expect(judge(sentry, run, healthy(run), later(2_000)).latencyMs).toBe(1_000);
    const late = [fact(run, "found", { at: DEADLINE + 7 }), fact(run, "counted", { at: DEADLINE + 90 })];
    expect(judge(sentry, run, late, HOUR).latencyMs).toBe(DEADLINE + 7 - run.firedAt);
    expect(judge(sentry, run, [...healthy(run), fact(run, "counted", { count: 2 })], HOUR).latencyMs).toBe(
      null,
    );
  });

  it("takes as long as the last of its events", () => {
    const run = runOf(ignored);
    expect(judge(ignored, run, healthy(run), later(2_000)).latencyMs).toBe(1_500);
  });

  it("leaves out evidence of other runs", () => {
    const run = runOf(sentry);
    const other = healthy(run).map((one) => ({ ...one, run: "0".repeat(32) }));
    expect(judge(sentry, run, other, later(2_000))).toEqual(judge(sentry, run, [], later(2_000)));
  });

  it("links to the run's own event before a companion's", () => {
    const run = runOf(ignored);
    const link = (role: string) => `https://sentry.example/events/${eventId(role)}/`;
    expect(judge(ignored, run, healthy(run), later(2_000)).link).toBe(link("control"));
    const arrived = fact(run, "found", { at: later(9_000), event: eventOf(run) });
    expect(judge(ignored, run, [...healthy(run), arrived], HOUR).link).toBe(link("main"));
    expect(judge(ignored, run, [], HOUR).link).toBe(null);
  });

  it("shows the comparisons of every event that was read, companions under their names", () => {
    const run = runOf(ignored);
    const names = judge(ignored, run, healthy(run), later(2_000)).expectations.map((one) => one.name);
    expect(names).toContain("control: release");
    expect(names).toContain("near: message");
    expect(names).not.toContain("release");
  });

  it("tells a remark once, however many events it applies to", () => {
    const run = runOf(ignored, { traceId: null });
    const said = judge(ignored, run, healthy(run), later(2_000));
    expect(said.warnings.map((one) => one.code)).toEqual(["trace_not_checked"]);
  });

  it.each([
    ["node's", "sentry", {}, 0.5, "0.5"],
    ["the edge runtime's", "sentry-edge", { runtime: "edge" }, 0.25, "0.25"],
    ["the browser's", "sentry-browser", { runtime: "browser" }, 0.75, "0.75"],
    ["nobody's, where the browser said nothing", "sentry-browser", { runtime: "browser" }, null, "below 1"],
  ] as const)("names %s error sample rate of a drop by chance", (_whose, name, at, sampleRate, said) => {
    const check = checkNamed(name);
    const run = runOf(check);
    if (sampleRate !== null && name === "sentry") run.sdk.sampleRate = sampleRate;
    const evidence = [
      ...(sampleRate === null || name === "sentry" ? [] : [fact(run, "sdk_seen", { ...at, sampleRate })]),
      fact(run, "raised", at),
      fact(run, "captured", at),
      fact(run, "dropped", { ...at, reason: "sample_rate" }),
    ];
    expect(judge(check, run, evidence, later(2_000)).cause?.summary).toBe(
      `The SDK dropped the event by chance: the error sample rate is ${said}.`,
    );
  });

  it("names the variable that states an expectation in words that cannot be used, once", () => {
    const { expected } = runOf(sentry);
    const unusable = ["must not hold spaces or slashes", "is longer than 64 characters"].map((message) => ({
      variable: "SENTRY_ENVIRONMENT",
      message,
    }));
    const run = runOf(sentry, { expected: { ...expected, environment: null, unusable } });
    const evidence = [
      fact(run, "found", { event: eventOf(run, "main", { environment: "my env" }) }),
      fact(run, "counted"),
    ];
    expect(judge(sentry, run, evidence, later(2_000)).cause?.summary).toBe(
      "The event carries the environment my env. This was not checked: SENTRY_ENVIRONMENT is set, but cannot be used: it must not hold spaces or slashes, and it is longer than 64 characters.",
    );
  });

  it("leaves a run open that was fired by another version of its check", () => {
    const run = runOf(ignored, { parts: [{ role: "main", eventId: eventId("main") }] });
    const { verdict, cause } = judge(ignored, run, [], HOUR);
    expect([verdict, cause?.code]).toEqual(["unknown", "check_changed"]);
  });
});
