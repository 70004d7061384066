import { describe, expect, it } from "vitest";
import { CATALOGUE } from "#checks/catalogue.js";
import { CAUSES } from "#verdict/causes/catalogue.js";
import { judge } from "#verdict/judge/run.js";
import { checkNamed, eventOf, fact, healthy, later, runOf } from "#verdict/testing/runs.js";
import { STAGE_RANK } from "./stage-rank.js";
import { stagesOf } from "./stages.js";

const sentry = checkNamed("sentry");
const ignored = checkNamed("sentry-inngest-ignored");
const iso = (ms: number) => new Date(later(ms)).toISOString();
const reached = (stages: { name: string; at: string | null }[]) =>
  stages.filter((one) => one.at !== null).map((one) => one.name);

describe("the stages of a run", () => {
  it("of an event that must arrive light up from the firing to the match", () => {
    const run = runOf(sentry);
    expect(judge(sentry, run, healthy(run), later(2_000)).stages).toEqual([
      { name: "fired", at: iso(0), detail: "by a request with ADMIN_TOKEN" },
      { name: "raised", at: iso(10), detail: "in node" },
      { name: "captured", at: iso(20), detail: "RoundtripError, auto.function.nextjs.on_request_error" },
      { name: "accepted", at: iso(120), detail: "Sentry answered 200" },
      { name: "stored", at: iso(1_000), detail: "read back" },
      { name: "matched", at: iso(1_000), detail: "" },
    ]);
  });

  it("of an event that must not arrive light up from the firing to its absence", () => {
    const run = runOf(ignored);
    expect(judge(ignored, run, healthy(run), later(2_000)).stages).toEqual([
      { name: "fired", at: iso(0), detail: "by a request with ADMIN_TOKEN" },
      { name: "raised", at: iso(10), detail: "in node" },
      { name: "dropped", at: iso(30), detail: "event_processor, the list of ignored types" },
      { name: "absent", at: iso(1_500), detail: "" },
    ]);
  });

  it("stay dark from the first one that was not seen", () => {
    const run = runOf(sentry);
    const evidence = [fact(run, "raised"), fact(run, "captured"), fact(run, "rejected")];
    expect(reached(judge(sentry, run, evidence, later(200)).stages)).toEqual(["fired", "raised", "captured"]);
    expect(reached(judge(sentry, run, [], later(200)).stages)).toEqual(["fired"]);
  });

  it("of an event that differs end at stored", () => {
    const run = runOf(sentry);
    const event = eventOf(run, "main", { release: "x" });
    const said = judge(sentry, run, [fact(run, "found", { event }), fact(run, "counted")], later(2_000));
    expect(reached(said.stages)).toEqual(["fired", "stored"]);
  });

  it("of an ignored error that arrived never end in absence", () => {
    const run = runOf(ignored);
    const said = judge(ignored, run, [...healthy(run), fact(run, "found")], later(2_000));
    expect(reached(said.stages)).toEqual(["fired", "raised", "dropped"]);
  });

  it("of an ignored error do not end in absence before its companions are found", () => {
    const run = runOf(ignored);
    const early = healthy(run).filter((one) => one.role !== "control" || one.kind !== "found");
    expect(reached(judge(ignored, run, early, later(2_000)).stages)).toEqual(["fired", "raised", "dropped"]);
  });

  it("tell the attempt of a task, and how long a look-up took", () => {
    const run = runOf(sentry);
    const evidence = [
      fact(run, "raised", { attempt: 1 }),
      fact(run, "found", { askedAt: later(960), at: later(1_000) }),
    ];
    const { stages } = judge(sentry, run, evidence, later(2_000));
    expect(stages.map((one) => one.detail)).toContain("in node, attempt 2");
    expect(stages.map((one) => one.detail)).toContain("read back, the look-up took 40 ms");
  });

  it("are about the run's own event, not about its companions", () => {
    const run = runOf(ignored);
    const control = healthy(run).filter((one) => one.role === "control");
    expect(reached(judge(ignored, run, control, later(2_000)).stages)).toEqual(["fired"]);
  });

  it.each(CATALOGUE.map((one) => [one.name, one] as const))(
    "of %s come in the order of their ranks",
    (_name, check) => {
      const ranks = stagesOf(check).map((name) => STAGE_RANK[name]);
      expect(ranks).toEqual([...ranks].sort((a, b) => a - b));
      expect(new Set(ranks).size).toBe(ranks.length);
    },
  );

  it("of a trace end in what the sample rate asks for, once both spans and control were read", () => {
    const check = checkNamed("sentry-trace");
    const zero = runOf(check);
    expect(judge(check, zero, healthy(zero), later(8_000)).stages.at(-1)).toMatchObject({
      name: "absent",
      at: new Date(later(7_000)).toISOString(),
    });
    const run = { ...zero, tracing: { rate: 1, sampled: true, fromBrowser: true, redis: false } };
    const lateControl = healthy(run).map((one) =>
      one.kind === "found" ? { ...one, at: later(7_500) } : one,
    );
    const { stages } = judge(check, run, lateControl, later(8_000));
    expect(stages.map((one) => one.name)).toEqual(stagesOf(check));
    expect(stages.at(-1)?.at).toBe(new Date(later(7_500)).toISOString());
  });

  it("rank every cause", () => {
    for (const { stage } of Object.values(CAUSES)) expect(STAGE_RANK[stage]).toBeTypeOf("number");
  });
});
