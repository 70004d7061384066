import { describe, expect, it } from "vitest";
import { checkNamed, fact, later, runOf } from "#verdict/testing/runs.js";
import {
  type EvidenceKind,
  EvidenceSchema,
  ofKind,
  PERMANENT_READ_FAILURES,
  ReadFailureSchema,
} from "./kinds.js";

const run = runOf(checkNamed("sentry"));
const KINDS: readonly EvidenceKind[] = EvidenceSchema.options.map((one) => one.shape.kind.value);

describe("evidence", () => {
  it.each(KINDS)("of the kind %s survives the store", (kind) => {
    const one = fact(run, kind);
    expect(EvidenceSchema.parse(JSON.parse(JSON.stringify(one)))).toEqual(one);
  });

  it("is about the run's own event unless it says otherwise", () => {
    const { role: _, ...rest } = fact(run, "accepted");
    expect(EvidenceSchema.parse(rest).role).toBe("main");
  });

  it.each([
    ["without an id", { id: "" }],
    ["with an endless id", { id: "x".repeat(101) }],
    ["of an unknown kind", { kind: "hearsay" }],
    ["from an unknown runtime", { runtime: "deno" }],
    ["at no time", { at: Number.NaN }],
    ["before time began", { at: -1 }],
    ["after the last date there is", { at: 8.7e15 }],
  ])("is refused %s", (_title, change) => {
    expect(EvidenceSchema.safeParse({ ...fact(run, "accepted"), ...change }).success).toBe(false);
  });

  it("knows which failures to read somebody has to mend", () => {
    const passing = ReadFailureSchema.options.filter((why) => !PERMANENT_READ_FAILURES.has(why));
    expect(passing).toEqual([
      "rate_limited",
      "server_error",
      "timeout",
      "unreachable",
      "certificate",
      "redirected",
      "not_json",
      "truncated",
      "other_event",
    ]);
  });
});

describe("evidence of one kind", () => {
  const [early, late] = [fact(run, "raised"), fact(run, "raised", { at: later(99) })];

  it("comes oldest first, whatever the order it was written in", () => {
    expect(ofKind([late, early], "raised")).toEqual([early, late]);
    expect(ofKind([early, late], "raised")).toEqual([early, late]);
  });

  it("of one moment comes in one order", () => {
    const [a, b] = [
      { ...early, id: "a" },
      { ...early, id: "b" },
    ];
    expect(ofKind([b, a], "raised")).toEqual(ofKind([a, b], "raised"));
  });

  it("counts once, however often it was written", () => {
    expect(ofKind([early, late, early, early], "raised")).toHaveLength(2);
  });

  it("is kept apart by the event it is about", () => {
    const control = fact(run, "raised", { role: "control" });
    expect(ofKind([early, control], "raised", "control")).toEqual([control]);
    expect(ofKind([early, control], "raised")).toHaveLength(2);
    expect(ofKind([early, control], "captured")).toEqual([]);
  });
});
