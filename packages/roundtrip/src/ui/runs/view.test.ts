import { expect, test } from "vitest";
import type { Cause, RunAnswer, StageName, Verdict } from "#verdict/answer.js";
import { atStage } from "#verdict/text/at-stage.js";
import { inOrder, STATE_WORDS, span, stations, verdictText } from "./view.js";

const STORED: StageName[] = ["fired", "raised", "captured", "accepted", "stored", "matched"];
const ABSENT: StageName[] = ["fired", "raised", "dropped", "absent"];
const FIRED = Date.parse("2026-01-01T00:00:00.000Z");

const cause = (stage: StageName, code = "some_cause"): Cause => ({
  code,
  stage,
  summary: "What happened.",
  remedy: "What to do.",
});
/** Stages with the milliseconds after the firing at which each was reached. */
function answer(verdict: Verdict, names: StageName[], at: (number | null)[], why: Cause | null = null) {
  const one: RunAnswer = {
    id: "019f0000000070008000000000000001",
    nonce: null,
    check: "sentry",
    verdict,
    cause: why,
    stages: names.map((name, index) => {
      const ms = at[index] ?? null;
      return { name, at: ms === null ? null : new Date(FIRED + ms).toISOString(), detail: "" };
    }),
    expectations: [],
    warnings: [],
    links: { sentry: null, remedy: null },
    firedAt: new Date(FIRED).toISOString(),
    deadline: new Date(FIRED + 300_000).toISOString(),
    decidedAt: null,
    revisedAt: null,
    latencyMs: null,
  };
  return one;
}
const states = (one: RunAnswer | null, names = STORED) =>
  stations(names, one).map((station) => station.state);

test("before a run all stations lie ahead", () => {
  expect(states(null)).toEqual(["ahead", "ahead", "ahead", "ahead", "ahead", "ahead"]);
});

test("a pending run waits at the station after the last one reached", () => {
  expect(states(answer("pending", STORED, [0, 84, 97]))).toEqual([
    "reached",
    "reached",
    "reached",
    "active",
    "ahead",
    "ahead",
  ]);
});

test("a station without a trace before one that was reached counts as passed unseen", () => {
  expect(states(answer("pass", STORED, [0, 84, 97, null, 800, 800]))[3]).toBe("unseen");
});

test("a failed run stops at its cause's stage, even where that stage has a time", () => {
  expect(states(answer("fail", STORED, [0, 84, 97, 212, 800], cause("stored")))).toEqual([
    "reached",
    "reached",
    "reached",
    "reached",
    "failed",
    "ahead",
  ]);
});

test("a run that could not be seen is blind at its cause's stage, not failed; of what follows, nothing is known", () => {
  expect(states(answer("unknown", STORED, [0, 84, 97, 212], cause("stored")))).toEqual([
    "reached",
    "reached",
    "reached",
    "reached",
    "blind",
    "dark",
  ]);
});

test("of a stage between the last one seen and the one that failed, nothing is known", () => {
  expect(states(answer("fail", STORED, [0, 84, 97], cause("stored")))).toEqual([
    "reached",
    "reached",
    "reached",
    "dark",
    "failed",
    "ahead",
  ]);
});

test("nothing says of an unknown run that a stage was not reached, or not passed", () => {
  const unknown = answer("unknown", STORED, [0, 84, 97, 212], cause("stored", "read_unauthorized"));
  const said = [
    atStage("unknown", "stored"),
    ...stations(STORED, unknown).map(({ state }) => STATE_WORDS[state]),
    verdictText(unknown, null),
  ].join("\n");
  expect(said).not.toMatch(/not (reached|passed|stored)|stored -|fail/);
  expect(verdictText(unknown, null)).toContain("accepted +212 ms, stored not proven, matched not known");
});

test("a cause at a stage that the track lacks shows at the next one it has", () => {
  expect(states(answer("unknown", ABSENT, [0, 84, 96], cause("stored")), ABSENT)).toEqual([
    "reached",
    "reached",
    "reached",
    "blind",
  ]);
});

test("times count from the firing, and never below nothing", () => {
  const offsets = stations(STORED, answer("pending", STORED, [0, -3, 97])).map((one) => one.offsetMs);
  expect(offsets).toEqual([0, 0, 97, null, null, null]);
});

test("differences stand first, a must before a should, the rest as it came", () => {
  const one = (name: string, ok: boolean, level: "must" | "should" = "must") => ({
    name,
    ok,
    level,
    expected: "",
    actual: "",
  });
  const list = [one("a", true), one("b", false, "should"), one("c", true), one("d", false)];
  expect(inOrder(list).map((each) => each.name)).toEqual(["d", "b", "a", "c"]);
});

test.each([
  [84.4, "84 ms"],
  [1_240, "1.24 s"],
  [12_340, "12.3 s"],
  [125_000, "2 min 5 s"],
])("%d ms read as %s", (ms, text) => {
  expect(span(ms)).toBe(text);
});

test("a verdict as text says all that a ticket needs", () => {
  const one = answer("fail", STORED, [0, 84, 97, 212, 800], cause("matched", "wrong_release"));
  one.expectations = [
    { name: "type", level: "must", expected: "A", actual: "A", ok: true },
    { name: "release", level: "must", expected: "shop@1", actual: "shop@2", ok: false },
  ];
  one.warnings = [cause("matched", "clock_skew")];
  one.links.sentry = "https://acme.sentry.io/issues/1/";
  expect(verdictText(one, null)).toBe(
    [
      "Roundtrip check sentry: FAIL",
      "run      019f0000000070008000000000000001",
      "fired    2026-01-01T00:00:00.000Z",
      "cause    wrong_release, failed at stage “matched”: What happened.",
      "remedy   What to do.",
      "warning  clock_skew, at stage “matched”: What happened.",
      "remedy   What to do.",
      "stages   fired +0 ms, raised +84 ms, captured +97 ms, accepted +212 ms, stored +800 ms, matched failed here",
      "compared 1 of 2 as expected",
      "  release (must): expected shop@1, got shop@2",
      "sentry   https://acme.sentry.io/issues/1/",
    ].join("\n"),
  );
});

test("a verdict as text leads to the page about its cause where the app's address is known", () => {
  const failed = answer("fail", STORED, [0], cause("matched", "wrong_release"));
  expect(verdictText(failed, "https://shop.example").split("\n")).toContain(
    "about    https://shop.example/admin/sentry/causes#wrong_release",
  );
});

test("a verdict as text names the run's page where the app's address is known", () => {
  const lines = verdictText(answer("pass", STORED, [0]), "https://shop.example").split("\n");
  expect(lines.at(-1)).toBe(
    "page     https://shop.example/admin/sentry/runs/019f0000000070008000000000000001",
  );
});
