import { describe, expect, test, vi } from "vitest";
import { coalesce } from "./coalesce.js";
import { newsOrTick } from "./news.js";
import { everyTick, PLACES, takePlace } from "./waiting-room.js";

/** Takes places until there is none; gives what leaves them, and what the last one was told. */
function fill(caller: string) {
  const leaving: (() => void)[] = [];
  for (;;) {
    const place = takePlace(caller);
    if (!("leave" in place)) return { leaving, againSeconds: place.againSeconds };
    leaving.push(place.leave);
  }
}

describe("the waiting room", () => {
  test("has so many places for one caller, so many for all, and gives them back", () => {
    const first = fill("bearer");
    expect(first.leaving).toHaveLength(PLACES.caller);
    const others = ["a", "b", "c", "d"].map(fill);
    const taken = others.reduce((sum, { leaving }) => sum + leaving.length, first.leaving.length);
    expect(taken).toBe(PLACES.all);
    for (const leave of first.leaving) leave();
    expect(
      fill("bearer")
        .leaving.splice(0)
        .map((leave) => leave()),
    ).toHaveLength(PLACES.caller);
    for (const { leaving } of others) for (const leave of leaving) leave();
  });

  test("asks those who find no place to come again, the later the more there are", () => {
    const { leaving } = fill("crowd");
    const again = Array.from({ length: 1_000 }, () => {
      const place = takePlace("crowd");
      return "leave" in place ? expect.fail("there was a place") : place.againSeconds;
    });
    expect([again[0], again.at(-1)]).toEqual([1, expect.closeTo(11, -0.5)]);
    expect(again).toEqual([...again].sort((a, b) => a - b));
    for (const leave of leaving) leave();
  });
});

test("one timer wakes however many wait, and none is left when they have gone", () => {
  vi.useFakeTimers();
  const woken = [0, 0, 0];
  const before = vi.getTimerCount();
  const stops = woken.map((_, index) =>
    everyTick(() => {
      woken[index] = (woken[index] ?? 0) + 1;
    }),
  );
  expect(vi.getTimerCount() - before).toBe(1);
  vi.advanceTimersByTime(1_000);
  expect(woken).toEqual([10, 10, 10]);
  for (const stop of stops) stop();
  expect(vi.getTimerCount()).toBe(before);
  vi.useRealTimers();
});

test("many who ask the same at once are answered by one question, begun after they asked", async () => {
  const asked: string[] = [];
  const answers = coalesce(async (key) => {
    asked.push(key);
    return `${key}${asked.length}`;
  });
  const first = [answers("a"), answers("a"), answers("b"), answers("a")];
  expect(await Promise.all(first)).toEqual(["a1", "a1", "b2", "a1"]);
  expect(await answers("a")).toBe("a3");
});

test("a question that fails fails for those who asked it, and for nobody after them", async () => {
  let fails = true;
  const answers = coalesce(async () => {
    if (fails) throw new Error("down");
    return 1;
  });
  const both = await Promise.allSettled([answers("a"), answers("a")]);
  expect(both.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  fails = false;
  expect(await answers("a")).toBe(1);
});

test("who waits for news from elsewhere looks on, though somebody sets the clock back", async () => {
  vi.useFakeTimers({ toFake: ["Date"] });
  const told = newsOrTick("a-run", Number.POSITIVE_INFINITY);
  vi.setSystemTime(Date.now() - 3_600_000);
  await told;
  vi.useRealTimers();
});
