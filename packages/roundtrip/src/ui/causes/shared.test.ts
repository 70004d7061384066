import { expect, test } from "vitest";
import type { Known } from "#ui/checks/overall.js";
import type { Cause } from "#verdict/answer.js";
import { explainedBy } from "./shared.js";

const cause: Cause = { code: "a_cause", stage: "stored", summary: "What happened.", remedy: "What to do." };
const failing = (name: string, more: Partial<Known> = {}): Known => ({
  name,
  title: name,
  verdict: "fail",
  cause,
  stale: false,
  ...more,
});
const pairs = (...checks: Known[]) => [...explainedBy(checks)].map(([name, by]) => `${name} by ${by.name}`);

test("the first of those that share a cause explains it for all of them", () => {
  expect(pairs(failing("a"), failing("b"), failing("c"))).toEqual(["b by a", "c by a"]);
});

test("two causes are explained by two checks", () => {
  const other = { ...cause, summary: "Something else." };
  expect(
    pairs(failing("a"), failing("b", { cause: other }), failing("c"), failing("d", { cause: other })),
  ).toEqual(["c by a", "d by b"]);
});

test.each<[string, Partial<Known>]>([
  ["asks for another action", { cause: { ...cause, remedy: "Do something else." } }],
  ["happened otherwise", { cause: { ...cause, summary: "Something else." } }],
  ["is not known", { cause: null }],
  ["led to another verdict", { verdict: "unknown" }],
  ["is of a verdict that is out of date", { stale: true }],
  ["is of a check that runs again", { verdict: "pending" }],
])("a cause that %s is explained by its own check", (_title, more) => {
  expect(pairs(failing("a"), failing("b", more))).toEqual([]);
  expect(pairs(failing("a", more), failing("b"))).toEqual([]);
});
