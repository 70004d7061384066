import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type OpenedLimits, openLimits } from "#access/testing/limits.js";
import { outcome } from "#access/testing/tokens.js";
import { HttpProblem } from "#http/problem.js";
import { StoreDown } from "#store/open.js";

const folder = mkdtempSync(join(tmpdir(), "roundtrip-limits-"));
const made: OpenedLimits[] = [];
let files = 0;
type Given = Partial<Parameters<typeof openLimits>[0]>;
const opened = async (more: Given = {}) => {
  const base = { FIRE_LIMIT_PER_MINUTE: 30, FIRE_LIMIT_PER_HOUR: 300 };
  const one = await openLimits({ ...base, STORE_URL: "file::memory:", ...more });
  made.push(one);
  return one;
};
const limits = async (more?: Given) => (await opened(more)).limits;
const file = () => {
  files += 1;
  return `file:${join(folder, "deeper", `${files}.db`)}`;
};

afterEach(() => {
  for (const one of made.splice(0)) one.close();
  vi.useRealTimers();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** How often each status came; 200 for a point that was taken. */
async function statuses(takes: Promise<void>[]): Promise<Record<number, number>> {
  const count: Record<number, number> = {};
  for (const result of await Promise.all(takes.map(outcome))) {
    const status = HttpProblem.is(result) ? result.status : 200;
    count[status] = (count[status] ?? 0) + 1;
  }
  return count;
}
const times = <T>(n: number, work: (i: number) => T): T[] => Array.from({ length: n }, (_, i) => work(i));

describe.each([
  ["memory", () => "file::memory:"],
  ["SQLite", file],
])("over %s", (_name, url) => {
  test("a thousand simultaneous firings of one caller: exactly the minute's limit is admitted", async () => {
    const one = await limits({ STORE_URL: url() });
    expect(await statuses(times(1_000, () => one.takeFire("bearer")))).toEqual({ 200: 30, 429: 970 });
  });

  test("a thousand simultaneous firings of many callers: exactly the hour's limit is admitted", async () => {
    const one = await limits({ STORE_URL: url() });
    const takes = times(1_000, (i) => one.takeFire(`session:${i % 100}`));
    expect(await statuses(takes)).toEqual({ 200: 300, 429: 700 });
  });

  test("a session that has ended is known as such, and no other one", async () => {
    const { ended } = await opened({ STORE_URL: url() });
    expect(await ended.has("a")).toBe(false);
    await ended.end("a");
    await ended.end("a");
    expect([await ended.has("a"), await ended.has("b")]).toEqual([true, false]);
  });

  test("the canary's budget is its own", async () => {
    const one = await limits({ STORE_URL: url(), FIRE_LIMIT_PER_HOUR: 1 });
    await one.takeFire("bearer");
    expect(await statuses(times(100, () => one.takeCanary()))).toEqual({ 200: 60, 429: 40 });
    expect(await statuses([one.takeFire("other")])).toEqual({ 429: 1 });
  });
});

test("a refusal says in whole seconds when to come back, and no more than the window", async () => {
  const one = await limits({ FIRE_LIMIT_PER_MINUTE: 1 });
  await one.takeFire("bearer");
  const refused = await outcome(one.takeFire("bearer"));
  const headers = HttpProblem.is(refused) ? refused.headers : {};
  expect(headers["retry-after"]).toMatch(/^[1-9]\d?$/);
  expect(Number(headers["retry-after"])).toBeLessThanOrEqual(60);
});

test("a caller that is over its minute does not use up everybody's hour", async () => {
  const one = await limits({ FIRE_LIMIT_PER_MINUTE: 2, FIRE_LIMIT_PER_HOUR: 10 });
  await statuses(times(500, () => one.takeFire("loud")));
  expect(await statuses(times(8, (i) => one.takeFire(`quiet:${i}`)))).toEqual({ 200: 8 });
});

describe("as time goes by", () => {
  beforeEach(() => vi.useFakeTimers());

  test("the minute gives the budget back", async () => {
    const one = await limits({ FIRE_LIMIT_PER_MINUTE: 1 });
    await one.takeFire("bearer");
    vi.advanceTimersByTime(59_000);
    expect(await statuses([one.takeFire("bearer")])).toEqual({ 429: 1 });
    vi.advanceTimersByTime(2_000);
    expect(await statuses([one.takeFire("bearer")])).toEqual({ 200: 1 });
  });

  test("an ended session is remembered as long as it would have been good, and not for ever", async () => {
    const { ended } = await opened();
    await ended.end("a");
    vi.advanceTimersByTime(8 * 3_600_000 + 31_000);
    expect(await ended.has("a")).toBe(true);
    vi.advanceTimersByTime(60_000);
    expect(await ended.has("a")).toBe(false);
  });

  test("a flood of distinct callers leaves a bounded number of counts behind", async () => {
    const one = await limits();
    const before = vi.getTimerCount();
    for (let i = 0; i < 5_000; i += 1) await outcome(one.takeFire(`session:${i}`));
    const fired = vi.getTimerCount() - before;
    console.info(`flood: ${fired} counts after 5000 callers`);
    expect(fired).toBeLessThanOrEqual(301);
  });
});

describe("with a store that cannot be opened", () => {
  const broken = () => {
    const blocked = join(folder, "a-file");
    writeFileSync(blocked, "");
    return opened({ STORE_URL: `file:${join(blocked, "limits.db")}` });
  };

  test("nothing fires: 503 names STORE_URL", async () => {
    const refused = await outcome((await broken()).limits.takeFire("bearer"));
    expect(refused).toMatchObject({ status: 503, detail: expect.stringContaining("STORE_URL") });
  });

  test("nobody is told that a session has ended which has not, or kept that it has", async () => {
    const { ended } = await broken();
    await expect(ended.end("a")).rejects.toThrow(StoreDown);
    await expect(ended.has("a")).rejects.toThrow(StoreDown);
  });

  test("a libSQL server that says nothing closes firing, and holds nobody back for ever", async () => {
    const silent = createServer(() => undefined).listen(0, "127.0.0.1");
    await once(silent, "listening");
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    try {
      const { port } = silent.address() as AddressInfo;
      const one = await limits({ STORE_URL: `http://127.0.0.1:${port}` });
      for (const refused of [statuses([one.takeFire("bearer")]), statuses([one.takeCanary()])]) {
        await vi.advanceTimersByTimeAsync(20_000);
        expect(await refused).toEqual({ 503: 1 });
      }
    } finally {
      vi.useRealTimers();
      silent.closeAllConnections();
      silent.close();
    }
  });

  test("a Redis that is not there closes firing", async () => {
    const one = await opened({ STORE_URL: "redis://127.0.0.1:1" });
    expect(await statuses([one.limits.takeFire("bearer")])).toEqual({ 503: 1 });
    await expect(one.ended.has("a")).rejects.toThrow(StoreDown);
  });
});
