import { expect, test } from "vitest";
import { causeOfUnreadable } from "./unreadable.js";

test("an answer that cannot be used says what is wrong with it: a long trace is no proxy's doing", () => {
  const detail = "the search finds more than 1000 spans";
  const about = { id: "a", run: "b", role: "main" as const, at: 1, kind: "unreadable" as const };
  const { code, summary, remedy } = causeOfUnreadable({ ...about, why: "truncated", status: 200, detail });
  expect([code, summary]).toEqual([
    "read_truncated",
    `Roundtrip cannot use what Sentry's API answered: ${detail}.`,
  ]);
  expect(remedy).toContain("More than a thousand spans: run the check by its button");
});
