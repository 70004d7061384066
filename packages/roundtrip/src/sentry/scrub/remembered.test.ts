import { expect, test, vi } from "vitest";
import { FILTERED } from "./filtered.js";
import { remembered } from "./remembered.js";
import { textScrubber } from "./text.js";

test("a short text is worked on once, a long one each time, and each has its own answer", () => {
  const work = vi.fn((text: string) => text.length);
  const of = remembered(work);
  for (let time = 0; time < 3; time += 1) {
    expect([of("short"), of("other one"), of("x".repeat(201))]).toEqual([5, 9, 201]);
  }
  expect(work).toHaveBeenCalledTimes(2 + 3);
});

test("however many texts come, few are kept", () => {
  const work = vi.fn((text: string) => text);
  const of = remembered(work);
  for (let n = 0; n < 10_000; n += 1) of(`text ${n}`);
  work.mockClear();
  for (let n = 0; n < 10_000; n += 1) of(`text ${n}`);
  expect(work).toHaveBeenCalledTimes(10_000);
});

test("what had a secret in it does not stay in memory, and is filtered each time", () => {
  const work = vi.fn((text: string) => text.replace("hunter2", FILTERED));
  const of = remembered(work, (text, made) => text === made);
  for (let time = 0; time < 3; time += 1) expect(of("it is hunter2")).toBe(`it is ${FILTERED}`);
  expect(work).toHaveBeenCalledTimes(3);
  const scrub = textScrubber(["a-secret-of-this-app"]);
  for (let time = 0; time < 3; time += 1)
    expect([scrub("clean as it is"), scrub("x a-secret-of-this-app")]).toEqual([
      "clean as it is",
      `x ${FILTERED}`,
    ]);
});
