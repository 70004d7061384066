import { describe, expect, test } from "vitest";
import type { Check } from "#checks/check.js";
import type { Look, Question } from "#sentry/read/lookup-queue.js";
import { Unreadable } from "#sentry/read/reader.js";
import { DEADLINE_MS } from "#verdict/deadlines.js";
import type { Evidence } from "#verdict/evidence/kinds.js";
import { judge } from "#verdict/judge/run.js";
import type { Run } from "#verdict/run.js";
import { checkNamed, DEADLINE, eventOf, fact, HOUR, healthy, later, runOf } from "#verdict/testing/runs.js";
import { factsOf } from "./look/facts.js";
import { type Looks, nextStep } from "./plan.js";

const NEVER: Looks = { count: 0, lastAt: 0 };
const plain = checkNamed("sentry");
const ignored = checkNamed("sentry-inngest-ignored");

const step = (check: Check, run: Run, evidence: Evidence[], now: number, looks = NEVER) => {
  const { ask, wait } = nextStep(check, run, evidence, judge(check, run, evidence, now), now, looks);
  return { ask: ask.flatMap((one) => ("question" in one ? [one] : [])), wait };
};
const without = (evidence: Evidence[], ...kinds: string[]) =>
  evidence.filter((one) => !kinds.includes(one.kind));

describe("the next step", () => {
  const run = runOf(plain);
  const accepted = [fact(run, "raised"), fact(run, "captured"), fact(run, "accepted")];

  test("waits for a word from the witness before it looks", () => {
    expect(step(plain, run, [], later(100)).ask).toEqual([]);
  });

  test("asks what Inngest holds of a task that is overdue, and once more at the deadline", () => {
    const check = checkNamed("sentry-inngest");
    const run = runOf(check);
    const queued = [fact(run, "queued")];
    const asked = (evidence: Evidence[], now: number) =>
      nextStep(check, run, evidence, judge(check, run, evidence, now), now, NEVER).ask.flatMap((one) =>
        "task" in one ? [one.task] : [],
      );
    expect(asked(queued, later(4_999))).toEqual([]);
    expect(asked(queued, later(5_000))).toEqual(["roundtrip-raise"]);
    const first = fact(run, "registered", { known: null, at: later(5_100) });
    expect(asked([...queued, first], later(9_000))).toEqual([]);
    expect(asked([...queued, first], run.deadline)).toEqual(["roundtrip-raise"]);
    const second = fact(run, "registered", { known: null, at: run.deadline + 100 });
    expect(asked([...queued, first, second], run.deadline + 200)).toEqual([]);
    expect(asked([...queued, fact(run, "task_called")], later(5_000))).toEqual([]);
    expect(asked([], later(5_000))).toEqual([]);
  });

  test("asks it of Inngest though nobody may look at Sentry, and soon again", () => {
    const check = checkNamed("sentry-inngest");
    const run = { ...runOf(check), canRead: false };
    const evidence = [fact(run, "queued")];
    const next = (now: number) =>
      nextStep(check, run, evidence, judge(check, run, evidence, now), now, NEVER);
    expect(next(later(1_000))).toEqual({ ask: [], wait: 5_000 });
    expect(next(later(5_000)).ask).toMatchObject([{ task: "roundtrip-raise" }]);
  });

  test("looks as soon as Sentry has taken the event, and only by its id", () => {
    const { ask } = step(plain, run, accepted, later(130));
    expect(ask.map((one) => one.question)).toEqual([
      { eventId: run.id, since: run.firedAt, found: false, thorough: false },
    ]);
  });

  test("looks thoroughly once a delivery that seemed to fail would be stored, and until it has", () => {
    const lost = [...without(accepted, "accepted"), fact(run, "not_sent", { code: "ABORT_ERR" })];
    const thorough = (evidence: Evidence[], now: number) =>
      step(plain, run, evidence, now).ask.map((one) => one.question.thorough);
    expect(thorough(lost, later(20_119))).toEqual([false]);
    expect(thorough(lost, later(20_120))).toEqual([true]);
    const failed = fact(run, "unreadable", { at: later(20_500) });
    expect(thorough([...lost, failed], later(25_000))).toEqual([true]);
  });

  test("waits a moment for the second copy, where the error was reported twice and none was dropped", () => {
    const again = fact(run, "captured", { at: later(25) });
    expect(step(plain, run, [...accepted, again], later(5_024)).ask).toEqual([]);
    expect(step(plain, run, [...accepted, again], later(5_025)).ask).toHaveLength(1);
    const dropped = fact(run, "dropped", { by: "Dedupe", repeat: true });
    expect(step(plain, run, [...accepted, again, dropped], later(130)).ask).toHaveLength(1);
    expect(step(plain, run, [...accepted, again], DEADLINE).ask).toHaveLength(1);
  });

  test("looks without a word from the witness after two seconds", () => {
    expect(step(plain, run, [], later(2_000)).ask).toHaveLength(1);
  });

  test("looks evenly for three seconds, which Sentry seldom takes, within five look-ups a second", () => {
    const at = [0];
    for (let count = 0; (at.at(-1) ?? 0) < 3_000; count += 1)
      at.push((at.at(-1) ?? 0) + (step(plain, run, accepted, later(130), { count, lastAt: 0 }).wait ?? 0));
    const pauses = at.slice(1).map((time, index) => time - (at[index] ?? 0));
    expect(Math.max(...pauses)).toBe(200);
    expect(pauses.slice(1).every((pause) => pause >= 200)).toBe(true);
  });

  test("looks ever more rarely, and never past the deadline without looking thoroughly", () => {
    const waits = [0, 5, 20, 40].map(
      (count) => step(plain, run, accepted, later(130), { count, lastAt: 0 }).wait,
    );
    expect(waits).toEqual([...waits].sort((a, b) => Number(a) - Number(b)));
    expect(waits.at(-1)).toBe(5_000);
    expect(step(plain, run, accepted, DEADLINE - 20, { count: 40, lastAt: 0 }).wait).toBe(20);
    expect(step(plain, run, accepted, DEADLINE).ask[0]?.question.thorough).toBe(true);
  });

  test("only counts what was read already", () => {
    const read = without(healthy(run), "counted");
    expect(step(plain, run, read, later(1_200)).ask.map((one) => one.question.found)).toEqual([true]);
  });

  test("counts a pass once more after half a minute, and is over", () => {
    expect(step(plain, run, healthy(run), later(1_200))).toEqual({ ask: [], wait: 28_800 });
    const again = step(plain, run, healthy(run), later(30_000));
    expect(again.ask.map((one) => one.question)).toEqual([
      { eventId: run.id, since: run.firedAt, found: true, thorough: false },
    ]);
    const done = step(plain, run, healthy(run), later(30_200), { count: 2, lastAt: later(30_000) });
    expect(done).toEqual({ ask: [], wait: null });
  });

  test("asks no more where a token is refused, but leaves the verdict its time", () => {
    const refused = [...accepted, fact(run, "unreadable", { why: "forbidden" })];
    const { ask, wait } = step(plain, run, refused, later(600));
    expect(ask).toEqual([]);
    expect(wait === null || wait > 0).toBe(true);
    expect(step(plain, run, refused, DEADLINE)).toEqual({ ask: [], wait: null });
  });

  test("asks what was discarded only for what was accepted, by each look", () => {
    const lost = (evidence: typeof accepted, now: number) =>
      step(plain, run, evidence, now).ask.map((one) => "lost" in one && one.lost);
    expect(lost(accepted, later(600))).toEqual([true]);
    expect(lost(accepted, DEADLINE)).toEqual([true]);
    expect(lost([], DEADLINE)).toEqual([false]);
  });

  test("without a token waits for the deadline, and asks nothing", () => {
    const blind = runOf(plain, { canRead: false });
    expect(step(plain, blind, [], later(1_000))).toEqual({ ask: [], wait: DEADLINE_MS - 1_000 });
  });

  test("looks for what must be absent only after its companions were found", () => {
    const own = runOf(ignored);
    const missing = without(healthy(own), "missing");
    const roles = (evidence: Evidence[]) =>
      step(ignored, own, evidence, later(1_200)).ask.map((one) => [one.part.role, one.question.thorough]);
    expect(roles(without(missing, "found", "counted"))).toEqual([
      ["control", false],
      ["near", false],
    ]);
    expect(roles(missing)).toEqual([["main", true]]);
  });
});

/** How Sentry answers: to each question, at a time after the firing. */
type Sentry = (question: Question, role: string, ms: number, run: Run) => Look | Unreadable;

/** Follows a run through two virtual hours, as packages/roundtrip/src/runs/follow/runs.ts does, with a new follower at every `restart`. */
function simulate(
  check: Check,
  sentry: Sentry,
  change: Partial<Run> = {},
  restartEvery = Number.POSITIVE_INFINITY,
) {
  const run = runOf(check, change);
  const known = new Map<string, Evidence>();
  const learn = (facts: Evidence[]) => {
    for (const one of facts) if (!known.has(one.id)) known.set(one.id, one);
  };
  learn(without(healthy(run), "found", "counted", "missing"));
  let [now, steps, asked] = [later(0), 0, 0];
  let looks = { ...NEVER };
  const verdicts: string[] = [];
  while (now < later(2 * 3_600_000) && steps < 2_500) {
    const evidence = [...known.values()];
    const judgement = judge(check, run, evidence, now);
    if (verdicts.at(-1) !== judgement.verdict) verdicts.push(judgement.verdict);
    const next = nextStep(check, run, evidence, judgement, now, looks);
    if (next.wait === null) return { verdicts, cause: judgement.cause?.code ?? null, asked, steps, now };
    if (next.ask.length > 0) looks = { count: looks.count + 1, lastAt: now };
    for (const one of next.ask) {
      if (!("question" in one)) continue;
      const { part, question } = one;
      asked += 1;
      const look = sentry(question, part.role, now - run.firedAt, run);
      if (Unreadable.is(look))
        learn([
          fact(run, "unreadable", { id: `unreadable:${now}`, role: part.role, at: now + 50, why: look.why }),
        ]);
      else learn(factsOf(run, part, question, look, { askedAt: now, at: now + 50 }));
    }
    steps += 1;
    if (steps % restartEvery === 0) looks = { ...NEVER };
    now += Math.max(1, Math.min(next.wait, 60_000)) + (next.ask.length > 0 ? 50 : 0);
  }
  return { verdicts, cause: "never ends", asked, steps, now };
}

const found = (run: Run, role: string, release?: string): Look => ({
  found: { event: eventOf(run, role, release ? { release } : {}), clockSkewMs: 0 },
  count: 1,
});
const nothing = ({ thorough }: Question): Look => ({ found: null, count: thorough ? 0 : undefined });
const from =
  (ms: number): Sentry =>
  (question, role, at, run) =>
    at >= ms ? found(run, role) : nothing(question);
const only =
  (...roles: string[]): Sentry =>
  (question, role, _at, run) =>
    roles.includes(role) ? found(run, role) : nothing(question);
const broken: Sentry = () => new Unreadable("server_error", 502, "bad gateway");
const lagging: Sentry = (_question, role, _at, run) => ({ ...found(run, role), count: 0 });
const bodiless: Sentry = ({ thorough }) =>
  thorough ? { found: null, count: 1, own: true } : { found: null, count: undefined };
const blind: Sentry = () => {
  throw new Error("nobody may ask");
};
const MINUTE = 60_000;

describe.each([
  ["one follower all the way", Number.POSITIVE_INFINITY],
  ["followers that are replaced now and then", 7],
])("every run comes to an end, by %s", (_title, restartEvery) => {
  test.each<[string, Check, Sentry, string[], string | null, Partial<Run>?]>([
    ["stored after a second", plain, from(1_000), ["pending", "pass"], null],
    ["never stored", plain, from(Number.POSITIVE_INFINITY), ["pending", "fail"], "accepted_not_stored"],
    [
      "stored in time for the second look after the deadline",
      plain,
      from(8 * MINUTE),
      ["pending", "fail", "warn"],
      "late",
    ],
    ["stored in the last minutes of the hour", plain, from(58 * MINUTE), ["pending", "fail", "warn"], "late"],
    [
      "stored with another release",
      plain,
      (_q, role, _at, run) => found(run, role, "shop@old"),
      ["pending", "fail"],
      "wrong_release",
    ],
    ["unreadable all the time", plain, broken, ["pending", "unknown"], "read_server_error"],
    ["stored, and never listed by the search", plain, lagging, ["pending", "unknown"], "search_lags"],
    ["listed, and never readable", plain, bodiless, ["pending", "unknown"], "listed_without_body"],
    ["no token", plain, blind, ["unknown"], "no_read_token", { canRead: false }],
    ["an ignored error that stays away", ignored, only("control", "near"), ["pending", "pass"], null],
    [
      "an ignored error that is stored",
      ignored,
      only("main", "control", "near"),
      ["pending", "fail"],
      "ignored_error_stored",
    ],
    [
      "an ignored error that comes late",
      ignored,
      (question, role, at, run) =>
        role !== "main" || at > 9 * MINUTE ? found(run, role) : nothing(question),
      ["pending", "pass", "fail"],
      "ignored_error_stored",
    ],
  ])("%s", (_name, check, sentry, verdicts, cause, change) => {
    const outcome = simulate(check, sentry, change, restartEvery);
    expect({ verdicts: outcome.verdicts, cause: outcome.cause }).toEqual({ verdicts, cause });
    expect(outcome.now).toBeLessThanOrEqual(HOUR + MINUTE);
  });
});

test("a run that Sentry loses costs fewer than a hundred look-ups in its hour", () => {
  expect(simulate(plain, from(Number.POSITIVE_INFINITY)).asked).toBeLessThan(100);
  expect(simulate(ignored, only("control", "near")).asked).toBeLessThan(12);
});
