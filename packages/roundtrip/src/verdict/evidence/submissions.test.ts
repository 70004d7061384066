import { describe, expect, it } from "vitest";
import { checkNamed, fact, runOf } from "#verdict/testing/runs.js";
import { EvidenceSchema } from "./kinds.js";
import { MAX_SUBMISSIONS, SubmissionSchema, SubmissionsSchema } from "./submissions.js";

const accepted = { id: "a1", at: 5, process: "p", runtime: "browser", kind: "accepted", status: 200 };

describe("what edge and browser may submit", () => {
  it("is what they saw themselves, and never what Sentry holds", () => {
    const kinds = SubmissionSchema.options.map((one) => one.shape.kind.value);
    expect(kinds).toEqual([
      "raised",
      "captured",
      "dropped",
      "held",
      "accepted",
      "rejected",
      "not_sent",
      "sdk_seen",
      "not_reached",
    ]);
    const run = runOf(checkNamed("sentry"));
    const others = EvidenceSchema.options
      .map((one) => one.shape.kind.value)
      .filter((one) => !kinds.includes(one as never));
    for (const kind of others) {
      const { run: _, ...submission } = fact(run, kind);
      expect(SubmissionSchema.safeParse({ ...submission, process: "p", runtime: "edge" }).success, kind).toBe(
        false,
      );
    }
  });

  it("is of a runtime that the server cannot watch by itself", () => {
    expect(SubmissionSchema.safeParse(accepted).success).toBe(true);
    expect(SubmissionSchema.safeParse({ ...accepted, runtime: "edge" }).success).toBe(true);
    expect(SubmissionSchema.safeParse({ ...accepted, runtime: "node" }).success).toBe(false);
  });

  it.each([
    ["names a run", { run: "0".repeat(32) }],
    ["has a field too many", { extra: 1 }],
    ["has an id with a colon, as the server's own have", { id: "found:main" }],
    ["has an endless id", { id: "x".repeat(65) }],
    ["has no process", { process: "" }],
    ["is of no time", { at: Number.NaN }],
    ["has a status that is none", { status: 12_345 }],
  ])("is refused when it %s", (_title, change) => {
    expect(SubmissionSchema.safeParse({ ...accepted, ...change }).success).toBe(false);
  });

  it("has short texts", () => {
    const dropped = { ...accepted, status: undefined, kind: "dropped", reason: "x".repeat(301) };
    expect(SubmissionSchema.safeParse(JSON.parse(JSON.stringify(dropped))).success).toBe(false);
  });

  it("comes one to fifty at a time", () => {
    const many = (count: number) =>
      Array.from({ length: count }, (_, index) => ({ ...accepted, id: `a${index}` }));
    expect(SubmissionsSchema.safeParse(many(0)).success).toBe(false);
    expect(SubmissionsSchema.safeParse(many(MAX_SUBMISSIONS)).success).toBe(true);
    expect(SubmissionsSchema.safeParse(many(MAX_SUBMISSIONS + 1)).success).toBe(false);
  });
});
