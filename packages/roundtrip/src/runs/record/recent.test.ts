import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { recent } from "./recent.js";

beforeEach(() => void vi.useFakeTimers({ toFake: ["performance"] }));
afterEach(() => void vi.useRealTimers());

test("those who ask at once share one question, and its answer for a while", async () => {
  let asked = 0;
  const answer = recent(1_000, async () => {
    asked += 1;
    return asked;
  });
  expect(await Promise.all([answer(), answer(), answer()])).toEqual([1, 1, 1]);
  vi.advanceTimersByTime(1_000);
  expect(await answer()).toBe(1);
  vi.advanceTimersByTime(1);
  expect(await answer()).toBe(2);
});

test("a question that takes long is not asked again beside itself", async () => {
  let resolve: (text: string) => void = () => undefined;
  const ask = vi.fn(() => new Promise<string>((done) => (resolve = done)));
  const answer = recent(1_000, ask);
  const first = answer();
  vi.advanceTimersByTime(60_000);
  const second = answer();
  resolve("late");
  expect(await Promise.all([first, second])).toEqual(["late", "late"]);
  expect(ask).toHaveBeenCalledOnce();
});

test("a failure is not kept", async () => {
  let down = true;
  const answer = recent(1_000, async () => {
    if (down) throw new Error("down");
    return "up";
  });
  await expect(Promise.all([answer(), answer()])).rejects.toThrow("down");
  down = false;
  expect(await answer()).toBe("up");
});
