import { expect, test, vi } from "vitest";
import { allAnswered } from "./all-answered.js";

const never = new Promise<never>(() => undefined);

test("answers come by the name of their question", async () => {
  expect(await allAnswered({ store: Promise.resolve(true), sdk: Promise.resolve([1]) }, 1_000)).toEqual({
    store: true,
    sdk: [1],
  });
});

test("questions without an answer are named, and hold nobody back", async () => {
  vi.useFakeTimers();
  try {
    const asked = allAnswered({ store: Promise.resolve(true), edge: never, page: never }, 60_000);
    const refused = expect(asked).rejects.toMatchObject({
      status: 503,
      detail: "No answer within 60 s from: edge, page. Ask again. If it recurs, restart the app.",
    });
    await vi.advanceTimersByTimeAsync(60_000);
    await refused;
  } finally {
    vi.useRealTimers();
  }
});

test("a question that fails fails them all, and leaves no timer", async () => {
  vi.useFakeTimers();
  try {
    await expect(allAnswered({ edge: never, page: Promise.reject(new Error("no")) }, 60_000)).rejects.toThrow(
      "no",
    );
    expect(vi.getTimerCount()).toBe(0);
  } finally {
    vi.useRealTimers();
  }
});
