import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Verdict } from "#verdict/answer.js";
import { cause } from "#verdict/causes/catalogue.js";
import { decideAlert, remindAfter, retryAfter } from "./rules.js";
import type { AlertOutcome, AlertState } from "./state.js";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const START = Date.UTC(2030, 0, 1);

const refused = cause("dsn_rejected", { status: 403 });
const lost = cause("accepted_not_stored");

const outcome = (verdict: Verdict, at: number, more: Partial<AlertOutcome> = {}): AlertOutcome => ({
  check: "sentry",
  run: `run at ${at}`,
  verdict,
  cause: verdict === "pass" ? null : refused,
  firedAt: START + at,
  release: "shop@1",
  ...more,
});

const min = (at: number) => `${(at - START) / MINUTE} min`;
/** What is told of a row of outcomes, each decided a second after the newest firing so far. */
function told(outcomes: readonly AlertOutcome[]): (string | null)[] {
  let state: AlertState | null = null;
  let now = 0;
  return outcomes.map((one) => {
    now = Math.max(now, one.firedAt + 1_000);
    const decision = decideAlert(state, one, now);
    state = decision?.state ?? state;
    const tells = (decision?.tells ?? []).map(({ kind, told, since, about }) => {
      const other = about === one ? "" : `, by ${min(about.firedAt)}`;
      return `${kind} ${told}, since ${min(since)}${other}`;
    });
    return tells.length > 0 ? tells.join("; ") : null;
  });
}

describe("an alert is told on change", () => {
  test.each<[string, AlertOutcome[], (string | null)[]]>([
    ["well from the start: nothing", [outcome("pass", 0), outcome("pass", HOUR)], [null, null]],
    ["warn is a pass", [outcome("warn", 0)], [null]],
    [
      "pending is no outcome",
      [outcome("fail", 0), outcome("pending", HOUR)],
      ["problem 1, since 0 min", null],
    ],
    [
      "a failure once, however often it is seen, and its recovery",
      [
        outcome("pass", 0),
        outcome("fail", 10 * MINUTE),
        outcome("fail", 20 * MINUTE),
        outcome("pass", 30 * MINUTE),
      ],
      [null, "problem 1, since 10 min", null, "recovery 1, since 10 min"],
    ],
    ["a failure at first sight", [outcome("fail", 0)], ["problem 1, since 0 min"]],
    ["unknown counts as failure", [outcome("unknown", 0)], ["problem 1, since 0 min"]],
    [
      "another cause",
      [outcome("fail", 0), outcome("fail", 10 * MINUTE, { cause: lost })],
      ["problem 1, since 0 min", "changed 2, since 0 min"],
    ],
    [
      "another verdict of the same cause",
      [outcome("fail", 0), outcome("unknown", 10 * MINUTE)],
      ["problem 1, since 0 min", "changed 2, since 0 min"],
    ],
    [
      "a late event: the run that failed is revised",
      [outcome("fail", 0), { ...outcome("warn", 0), cause: cause("late", { seconds: 400 }) }],
      ["problem 1, since 0 min", "recovery 1, since 0 min"],
    ],
    [
      "an older round that passed late changes nothing",
      [outcome("fail", HOUR), outcome("pass", 0), outcome("pass", 2 * HOUR), outcome("warn", HOUR)],
      ["problem 1, since 60 min", null, "recovery 1, since 60 min", null],
    ],
    [
      "losses that are known only after a newer round has passed: once, and that it passes again",
      [
        outcome("pass", 50 * MINUTE),
        outcome("fail", 0, { cause: lost }),
        outcome("fail", 10 * MINUTE, { cause: lost }),
        outcome("fail", 40 * MINUTE, { cause: lost }),
        outcome("pass", HOUR),
      ],
      [null, "problem 1, since 0 min; recovery 1, since 0 min, by 50 min", null, null, null],
    ],
    [
      "they are decided in another order than fired",
      [
        outcome("pass", 50 * MINUTE),
        outcome("fail", 10 * MINUTE, { cause: lost }),
        outcome("fail", 0, { cause: lost }),
      ],
      [null, "problem 1, since 10 min; recovery 1, since 10 min, by 50 min", null],
    ],
    [
      "losses that come and go for ever: past the first time, then one problem until nothing was lost for hours",
      [
        outcome("pass", 20 * MINUTE),
        outcome("pass", 50 * MINUTE),
        outcome("fail", 0, { cause: lost }),
        outcome("fail", 30 * MINUTE, { cause: lost }),
        outcome("pass", 2 * HOUR),
        outcome("fail", HOUR, { cause: lost }),
        outcome("pass", 150 * MINUTE),
        outcome("fail", 90 * MINUTE, { cause: lost }),
        outcome("pass", 4 * HOUR + 29 * MINUTE),
        outcome("pass", 4 * HOUR + 30 * MINUTE),
      ],
      [
        null,
        null,
        "problem 1, since 0 min; recovery 1, since 0 min, by 50 min",
        null,
        null,
        "problem 1, since 60 min",
        null,
        null,
        null,
        "recovery 1, since 60 min",
      ],
    ],
    [
      "a loss of another cause after a pass is a trouble of its own, and past",
      [
        outcome("pass", 50 * MINUTE),
        outcome("fail", 0, { cause: lost }),
        outcome("pass", 2 * HOUR),
        outcome("fail", HOUR),
      ],
      [
        null,
        "problem 1, since 0 min; recovery 1, since 0 min, by 50 min",
        null,
        "problem 1, since 60 min; recovery 1, since 60 min, by 120 min",
      ],
    ],
    [
      "a refusal that is known late by chance, and comes again, is past once a newer round has passed",
      [outcome("pass", MINUTE), outcome("fail", 0), outcome("pass", 3 * MINUTE), outcome("fail", 2 * MINUTE)],
      [
        null,
        "problem 1, since 0 min; recovery 1, since 0 min, by 1 min",
        null,
        "problem 1, since 2 min; recovery 1, since 2 min, by 3 min",
      ],
    ],
    [
      "a loss hours after the last is past once a newer round has passed",
      [
        outcome("pass", 50 * MINUTE),
        outcome("fail", 0, { cause: lost }),
        outcome("pass", 5 * HOUR),
        outcome("fail", 4 * HOUR, { cause: lost }),
      ],
      [
        null,
        "problem 1, since 0 min; recovery 1, since 0 min, by 50 min",
        null,
        "problem 1, since 240 min; recovery 1, since 240 min, by 300 min",
      ],
    ],
    [
      "while losses come and go, one of another cause is told though it is known late",
      [
        outcome("pass", 50 * MINUTE),
        outcome("fail", 0, { cause: lost }),
        outcome("pass", 2 * HOUR),
        outcome("fail", HOUR, { cause: lost }),
        outcome("pass", 150 * MINUTE),
        outcome("fail", 80 * MINUTE),
        outcome("fail", 90 * MINUTE),
      ],
      [
        null,
        "problem 1, since 0 min; recovery 1, since 0 min, by 50 min",
        null,
        "problem 1, since 60 min",
        null,
        "changed 2, since 60 min",
        null,
      ],
    ],
    [
      "while losses come and go, another failure is told, and the clean hours begin after it",
      [
        outcome("pass", 50 * MINUTE),
        outcome("fail", 0, { cause: lost }),
        outcome("pass", 2 * HOUR),
        outcome("fail", HOUR, { cause: lost }),
        outcome("fail", 130 * MINUTE),
        outcome("pass", 140 * MINUTE),
        outcome("pass", 300 * MINUTE),
        outcome("pass", 310 * MINUTE),
      ],
      [
        null,
        "problem 1, since 0 min; recovery 1, since 0 min, by 50 min",
        null,
        "problem 1, since 60 min",
        "changed 2, since 60 min",
        null,
        null,
        "recovery 2, since 60 min",
      ],
    ],
    [
      "an older round that passed is revised to fail",
      [outcome("pass", 0), outcome("pass", 10 * MINUTE), outcome("fail", 0), outcome("fail", 0)],
      [null, null, "problem 1, since 0 min; recovery 1, since 0 min, by 10 min", null],
    ],
    [
      "the newest round that passed is revised to fail",
      [outcome("pass", 0), outcome("fail", 0)],
      [null, "problem 1, since 0 min"],
    ],
    [
      "losses of a failure that was told, known after its recovery",
      [
        outcome("fail", 0, { cause: lost }),
        outcome("pass", 20 * MINUTE),
        outcome("fail", 10 * MINUTE, { cause: lost }),
      ],
      ["problem 1, since 0 min", "recovery 1, since 0 min", null],
    ],
    [
      "a loss before a failure of another cause is not hidden by it",
      [
        outcome("fail", 40 * MINUTE),
        outcome("pass", 50 * MINUTE),
        outcome("fail", 0, { cause: lost }),
        outcome("fail", 10 * MINUTE, { cause: lost }),
      ],
      [
        "problem 1, since 40 min",
        "recovery 1, since 40 min",
        "problem 1, since 0 min; recovery 1, since 0 min, by 50 min",
        null,
      ],
    ],
    [
      "while it fails for another cause, a loss before it moves the beginning, and the newest counts still",
      [
        outcome("fail", 50 * MINUTE),
        outcome("fail", 0, { cause: lost }),
        outcome("fail", 10 * MINUTE, { cause: lost }),
        outcome("fail", 55 * MINUTE),
        outcome("pass", 70 * MINUTE),
      ],
      ["problem 1, since 50 min", "changed 2, since 0 min", null, null, "recovery 2, since 0 min"],
    ],
    [
      "while it fails, one before it that failed alike is no news, but the beginning",
      [outcome("fail", 10 * MINUTE), outcome("fail", 0), outcome("pass", 20 * MINUTE)],
      ["problem 1, since 10 min", null, "recovery 1, since 0 min"],
    ],
    ["the same outcome twice", [outcome("fail", 0), outcome("fail", 0)], ["problem 1, since 0 min", null]],
    [
      "a check that could not be fired has no run",
      [outcome("fail", 0, { run: null }), outcome("fail", HOUR, { run: null })],
      ["problem 1, since 0 min", "reminder 2, since 0 min"],
    ],
    [
      "a new failure after a recovery counts anew",
      [outcome("fail", 0), outcome("pass", HOUR), outcome("fail", 2 * HOUR)],
      ["problem 1, since 0 min", "recovery 1, since 0 min", "problem 1, since 120 min"],
    ],
  ])("%s", (_title, outcomes, expected) => {
    expect(told(outcomes)).toEqual(expected);
  });

  test("while it goes on failing it is said again after 1, 2, 4, 8 hours, then once a day", () => {
    const rounds = Array.from({ length: 90 * 6 }, (_, n) => outcome("fail", n * 10 * MINUTE));
    const hours = told(rounds).flatMap((one, n) => (one ? [[n / 6, one.split(" ")[0]]] : []));
    expect(hours).toEqual([
      [0, "problem"],
      [1, "reminder"],
      [3, "reminder"],
      [7, "reminder"],
      [15, "reminder"],
      [39, "reminder"],
      [63, "reminder"],
      [87, "reminder"],
    ]);
  });

  test("the same run, looked at again when the next reminder is due, is no news: only a new one reminds", () => {
    const first = decideAlert(null, outcome("fail", 0), START + 1_000)?.state ?? null;
    expect(decideAlert(first, outcome("fail", 0), START + 2 * HOUR)).toBeNull();
    expect(
      decideAlert(first, outcome("fail", MINUTE), START + 2 * HOUR)?.tells.map(({ kind }) => kind),
    ).toEqual(["reminder"]);
  });

  test("whatever is seen again at once tells nothing", () => {
    const any = fc.record({
      verdict: fc.constantFrom<Verdict>("pass", "fail", "unknown"),
      at: fc.integer({ min: 0, max: 20 }),
      why: fc.constantFrom(refused, lost),
    });
    fc.assert(
      fc.property(fc.array(any, { maxLength: 40 }), (row) => {
        let state: AlertState | null = null;
        for (const { verdict, at, why } of row) {
          const one = outcome(verdict, at * MINUTE, { cause: why });
          state = decideAlert(state, one, START + HOUR)?.state ?? state;
          expect(decideAlert(state, one, START + HOUR)?.tells ?? []).toEqual([]);
        }
      }),
    );
  });

  /** Rounds every ten minutes: a pass is known at once, a loss when its hour is over. */
  function told24(isLost: (round: number) => boolean, hours = 24): string[] {
    const rounds = Array.from({ length: hours * 6 }, (_, n) => n);
    const known = rounds.map((n) => ({
      at: n * 10 + (isLost(n) ? 60 : 0),
      one: outcome(isLost(n) ? "fail" : "pass", n * 10 * MINUTE, isLost(n) ? { cause: lost } : {}),
    }));
    let state: AlertState | null = null;
    return known
      .toSorted((a, b) => a.at - b.at)
      .flatMap(({ at, one }) => {
        const decision = decideAlert(state, one, START + at * MINUTE + 1_000);
        state = decision?.state ?? state;
        return (decision?.tells ?? []).map(({ kind }) => `${kind} at ${at} min`);
      });
  }

  test("where every third round is lost for ever, that is said as one problem that goes on", () => {
    expect(told24((round) => round % 3 === 0)).toEqual([
      "problem at 60 min",
      "recovery at 60 min",
      "problem at 120 min",
      "reminder at 180 min",
      "reminder at 300 min",
      "reminder at 540 min",
      "reminder at 1020 min",
    ]);
  });

  test("an outage of half an hour is told as past as soon as it is known", () => {
    expect(told24((round) => round < 3)).toEqual(["problem at 60 min", "recovery at 60 min"]);
  });

  test("however losses came and went, the recovery is told three hours after the last at the latest", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 60 }), { minLength: 1 }), (lostRounds) => {
        const alerts = told24((round) => lostRounds.includes(round));
        const last = Math.max(...lostRounds) * 10;
        expect(alerts.at(-1)).toMatch(/^recovery/);
        expect(Number(/\d+/.exec(alerts.at(-1) ?? "")?.[0])).toBeLessThanOrEqual(last + 180);
      }),
    );
  });

  test("a loss is told however long after it the newest round passed", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: 50 }), (bad, after) => {
        const good = outcome("pass", (bad + after) * MINUTE);
        const known = [good, outcome("fail", bad * MINUTE, { cause: lost })];
        expect(told(known)[1]).toContain(`problem 1, since ${bad} min; recovery`);
      }),
    );
  });

  test("whatever comes, problem and recovery take turns, and two of the same never follow each other", () => {
    const any = fc.record({
      verdict: fc.constantFrom<Verdict>("pass", "warn", "fail", "unknown", "pending"),
      at: fc.integer({ min: 0, max: 100 * HOUR }),
      why: fc.constantFrom(refused, lost),
    });
    fc.assert(
      fc.property(fc.array(any, { maxLength: 40 }), (row) => {
        const kinds = told(row.map(({ verdict, at, why }) => outcome(verdict, at, { cause: why })));
        const turns = kinds.flatMap((one) => one?.match(/problem|recovery/g) ?? []);
        for (const [index, kind] of turns.entries()) expect(kind).toBe(index % 2 ? "recovery" : "problem");
      }),
    );
  });
});

test.each([
  [0, 1],
  [1, 1],
  [2, 2],
  [3, 4],
  [4, 8],
  [5, 24],
  [50, 24],
])("said %d times, it is said again after %d h", (times, hours) => {
  expect(remindAfter(times)).toBe(hours * HOUR);
});

test.each([
  [0, 5],
  [1, 5],
  [2, 15],
  [3, 60],
  [4, 300],
  [5, 900],
  [6, 3_600],
  [100, 3_600],
])("after %d deliveries that failed, it is tried again in %d s", (attempts, seconds) => {
  expect(retryAfter(attempts)).toBe(seconds * 1_000);
});
