import { describe, expect, test } from "vitest";
import { spanExpectations } from "#verdict/compare/spans.js";
import type { Evidence } from "#verdict/evidence/kinds.js";
import type { StoredSpan } from "#verdict/evidence/stored-span.js";
import { judge } from "#verdict/judge/run.js";
import type { Run } from "#verdict/run.js";
import { checkNamed, DEADLINE, fact, healthy, later, runOf, spansOf } from "#verdict/testing/runs.js";
import { spansFact } from "./look/facts.js";
import { nextStep } from "./plan.js";

const check = checkNamed("sentry-trace");
const NEVER = { count: 0, lastAt: 0 };

/** What is asked about the trace now. */
const asked = (run: Run, evidence: Evidence[], now: number) =>
  nextStep(check, run, evidence, judge(check, run, evidence, now), now, NEVER).ask.filter(
    (one) => "spansOf" in one,
  );
const bare = (run: Run) => healthy(run).filter((one) => one.kind !== "spans");
const spans = (run: Run, listed: ReturnType<typeof spansOf> | null, at: number) =>
  fact(run, "spans", { at, askedAt: at, spans: listed });

describe("above a rate of 0", () => {
  const zero = runOf(check);
  const run: Run = {
    ...zero,
    sdk: { ...zero.sdk, tracesSampleRate: 1 },
    tracing: { rate: 1, sampled: true, fromBrowser: false, redis: false },
  };

  test("spans are asked for once Sentry has taken the control, until all of them are there", () => {
    expect(asked(run, [fact(run, "raised")], later(100))).toEqual([]);
    const part = run.parts[0];
    expect(asked(run, bare(run), later(1_000))).toEqual([{ part, spansOf: run.traceId, lost: true }]);
    const some = spans(run, spansOf(run).slice(1), later(900));
    expect(asked(run, [...bare(run), some], later(1_000))).toHaveLength(1);
    expect(asked(run, healthy(run), later(8_000))).toEqual([]);
  });

  test("of what nobody has found, the question after discards belongs to each look", () => {
    for (const now of [later(1_000), DEADLINE - 1, DEADLINE])
      expect(asked(run, bare(run), now)).toMatchObject([{ lost: true }]);
    const some = spans(run, spansOf(run).slice(1), later(900));
    expect(asked(run, [...bare(run), some], DEADLINE)[0]).not.toHaveProperty("lost");
  });

  test("a backend that has none is asked once", () => {
    expect(asked(run, [...bare(run), spans(run, null, later(900))], later(1_000))).toEqual([]);
  });
});

describe("at a rate of 0", () => {
  const run = runOf(check);

  test("none is asked for before the control was found and the SDK had sent what it kept", () => {
    expect(asked(run, bare(run), later(6_009))).toEqual([]);
    const unfound = bare(run).filter((one) => one.kind !== "found");
    expect(asked(run, unfound, later(6_010))).toEqual([]);
    expect(asked(run, bare(run), later(6_010))).toHaveLength(1);
  });

  test("a pass is looked at again within the hour, and a stored span ends it", () => {
    expect(asked(run, healthy(run), later(60_000))).toHaveLength(1);
    const stored = [...healthy(run), spans(run, spansOf(run), later(15_000))];
    expect(asked(run, stored, later(60_000))).toEqual([]);
  });
});

describe("the evidence of a search", () => {
  const run = runOf(check);
  const [part] = run.parts;
  const idOf = (list: ReturnType<typeof spansOf> | null, askedAt: number) =>
    part && spansFact(run, part, list, { askedAt, at: askedAt }).id;

  test("is one for the same spans before the deadline, and one each where there are none, or from it on", () => {
    const list = spansOf(run);
    expect(idOf(list, later(1))).toBe(idOf([...list].reverse(), later(2)));
    expect(idOf(list, later(1))).not.toBe(idOf(list.slice(1), later(1)));
    expect(idOf([], later(1))).not.toBe(idOf([], later(2)));
    expect(idOf(list, DEADLINE)).not.toBe(idOf(list, DEADLINE + 1));
  });

  test("holds a hundred spans at most", () => {
    const many = spansOf(run).flatMap((one) =>
      Array.from({ length: 50 }, (_, index) => ({ ...one, spanId: `${one.spanId}-${index}` })),
    );
    const kept = part && spansFact(run, part, many, { askedAt: 1, at: 1 });
    expect(kept).toMatchObject({ spans: { length: 100 } });
  });

  test("holds what comparisons need, however many other spans there are", () => {
    const sampled: Run = { ...run, tracing: { rate: 1, sampled: true, fromBrowser: true, redis: true } };
    const meant = spansOf(sampled);
    const others = Array.from({ length: 400 }, (_, index) => ({
      ...(meant[0] as StoredSpan),
      spanId: `${index}`.padStart(16, "0"),
      op: "fs",
      name: "open",
    }));
    const results = (list: readonly StoredSpan[]) => {
      const one = part && spansFact(sampled, part, list, { askedAt: 1, at: 1 });
      return spanExpectations(sampled, (one?.kind === "spans" && one.spans) || []);
    };
    expect(results([...others, ...meant])).toEqual(results(meant));
    const foreign = meant.map((one, index) => (index === 0 ? { ...one, release: "shop@0ther" } : one));
    expect(results([...others, ...foreign])).toEqual(results(foreign));
    for (const leg of meant) {
      const fewer = meant.filter((one) => one !== leg);
      expect(results([...others, ...fewer])).toEqual(results(fewer));
    }
  });
});
