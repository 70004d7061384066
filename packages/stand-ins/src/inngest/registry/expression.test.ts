import { describe, expect, it } from "vitest";
import { compileExpression, matches } from "./expression.js";

const event = {
  name: "go",
  data: { id: "a'b", n: 3, big: true, tags: ["x", "y"], nested: { "odd key": 1 } },
};
const async = { name: "done", data: { id: "a'b", n: 4 } };
const scope = { event, async };

describe("an expression", () => {
  it.each([
    ["event.data.n == 3", true],
    ["event.data.n != 3", false],
    ["event.data.id == async.data.id", true],
    ["event.data.n == async.data.n", false],
    ["event.data.n >= 3 && event.data.n < 3.5", true],
    ["event.data.n > 3 || !(event.data.n <= 2)", true],
    ["event.data.missing == null", true],
    ["event.data.missing.deeper == event.data.gone", true],
    ["event.data.missing > 1", false],
    ["event.data.n < 'z'", false],
    ["event.data.id == 'a\\'b'", true],
    ['event.data.nested["odd key"] == 1', true],
    ["event.data.tags[1] == 'y'", true],
    ["event.data.big", true],
    ["event.data.constructor == null", true],
    ["-1 < event.data.n", true],
    ["false || true && false", false],
  ])("%s is %s", (source, expected) => {
    expect(matches(source, scope)).toBe(expected);
  });

  it("can give a value, for a key", () => {
    expect(compileExpression("event.data.n")(scope)).toBe(3);
  });

  it.each([
    "size(event.data.tags) > 1",
    "event.data.id.startsWith('a')",
    "event.data.n + 1 == 4",
    "event.data.n ? true : false",
    "'x' in event.data.tags",
    "event.data.n ==",
    "(event.data.big",
    "",
    "event.data.n == 3 extra",
    "stranger.data.n == 3",
    "event.data.n",
    "event.data.n && true",
  ])("%s is refused, not guessed at", (source) => {
    expect(() => matches(source, scope)).toThrow("not supported by the local Inngest");
  });
});
