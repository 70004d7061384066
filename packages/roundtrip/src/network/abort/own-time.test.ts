import { expect, test, vi } from "vitest";
import { ownTime, ownTimeout, withinOwnTime } from "./own-time.js";

/** Beats by hand: as many as the process had its turn. */
function byHand() {
  const beating = new Set<() => void>();
  const every = (beat: () => void) => {
    beating.add(beat);
    return () => void beating.delete(beat);
  };
  return {
    every,
    beating,
    beat(times: number) {
      for (let beats = 0; beats < times; beats += 1) for (const one of [...beating]) one();
    },
  };
}

async function isOver(time: Promise<void>): Promise<boolean> {
  let over = false;
  void time.then(() => (over = true));
  await Promise.resolve();
  return over;
}

test("time in which this process had no turn does not count", async () => {
  vi.useFakeTimers();
  try {
    const { every, beat, beating } = byHand();
    const time = ownTime(4_000, 12_000, every);
    beat(39);
    // Eleven seconds by the clock, in which it was given a single turn.
    vi.advanceTimersByTime(11_000);
    expect(await isOver(time)).toBe(false);
    beat(1);
    expect(await isOver(time)).toBe(true);
    expect(beating.size).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
  } finally {
    vi.useRealTimers();
  }
});

test("who waits for a process that hardly has its turn gets an answer all the same", async () => {
  vi.useFakeTimers();
  try {
    const { every, beat, beating } = byHand();
    const time = ownTime(4_000, 12_000, every);
    vi.advanceTimersByTime(11_999);
    beat(1);
    expect(await isOver(time)).toBe(false);
    vi.advanceTimersByTime(1);
    beat(1);
    expect(await isOver(time)).toBe(true);
    expect(beating.size).toBe(0);
  } finally {
    vi.useRealTimers();
  }
});

test("on a quiet machine it is the time that was asked for, and ends as a time limit does", async () => {
  vi.useFakeTimers();
  try {
    const late = ownTimeout(4_000);
    await vi.advanceTimersByTimeAsync(3_999);
    expect(late.aborted).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(late.reason).toMatchObject({ name: "TimeoutError" });
  } finally {
    vi.useRealTimers();
  }
});

test("work is ended by its limit, and a limit by its work", async () => {
  vi.useFakeTimers();
  try {
    const hanging = (signal: AbortSignal) =>
      new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
    const ended = expect(withinOwnTime(4_000, 12_000, hanging)).rejects.toMatchObject({
      name: "TimeoutError",
    });
    await vi.advanceTimersByTimeAsync(4_000);
    await ended;
    expect(await withinOwnTime(4_000, 12_000, async (signal) => signal.aborted)).toBe(false);
    await expect(withinOwnTime(4_000, 12_000, () => Promise.reject(new Error("its own")))).rejects.toThrow(
      "its own",
    );
    expect(vi.getTimerCount()).toBe(0);
  } finally {
    vi.useRealTimers();
  }
});
