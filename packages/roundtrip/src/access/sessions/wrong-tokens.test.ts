import { describe, expect, test } from "vitest";
import { outcome } from "#access/testing/tokens.js";
import { WrongTokens } from "./wrong-tokens.js";

/** Wrong tokens with a clock of the test's own; each wait is noted, and ends when `release` is called. */
function clocked() {
  const time = { now: 0 };
  const waits: number[] = [];
  const held: (() => void)[] = [];
  const tokens = new WrongTokens(
    (ms) =>
      new Promise<void>((resolve) => {
        waits.push(ms);
        held.push(resolve);
      }),
    () => time.now,
  );
  const release = () => {
    for (const end of held.splice(0)) end();
  };
  /** One wrong token, answered; the milliseconds that its answer waited. */
  const wrong = async (address = "direct") => {
    const before = waits.length;
    const answered = tokens.answerLate(address);
    release();
    await answered;
    return waits.slice(before).at(0) ?? 0;
  };
  return { tokens, time, release, wrong };
}

async function times<T>(n: number, work: (i: number) => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  for (let i = 0; i < n; i += 1) results.push(await work(i));
  return results;
}

describe("wrong tokens", () => {
  test("of one address: five are answered at once, and each one more twice as late, up to eight seconds", async () => {
    const { wrong } = clocked();
    const waits = await times(13, () => wrong());
    expect(waits).toEqual([0, 0, 0, 0, 0, 250, 500, 1_000, 2_000, 4_000, 8_000, 8_000, 8_000]);
  });

  test("of one address are forgotten, one every three minutes, however many there were", async () => {
    const { wrong, time } = clocked();
    await times(1_000, () => wrong());
    time.now += 3 * 60_000 * 11;
    expect(await times(6, () => wrong())).toEqual([0, 0, 0, 0, 0, 250]);
  });

  test("of many addresses are slowed together", async () => {
    const { wrong } = clocked();
    const waits = await times(300, (i) => wrong(`198.51.100.${i}`));
    expect(waits.slice(0, 100).every((ms) => ms === 0)).toBe(true);
    expect([waits[100], waits[120], waits[299]]).toEqual([250, 500, 8_000]);
  });

  test("of one address slow no other", async () => {
    const { wrong } = clocked();
    await times(50, () => wrong("203.0.113.9"));
    expect(await wrong("203.0.113.10")).toBe(0);
  });

  test("hold back sixteen answers at most; the next is answered at once", async () => {
    const { tokens, release, wrong } = clocked();
    await times(50, () => wrong());
    const held = Array.from({ length: 16 }, () => tokens.answerLate("direct"));
    expect(await outcome(tokens.answerLate("direct"))).toMatchObject({
      status: 429,
      headers: { "retry-after": "8" },
    });
    release();
    await Promise.all(held);
    expect(await wrong()).toBe(8_000);
  });
});

test("a stranger who waits for every answer gets so many guesses a day", async () => {
  const { wrong, time } = clocked();
  let guesses = 0;
  for (; time.now < 24 * 3_600_000; guesses += 1) time.now += await wrong();
  console.info(`guesses a day from one address, one after the other: ${guesses}`);
  expect(guesses).toBeLessThanOrEqual((24 * 3_600) / 8 + 1_000);
});
