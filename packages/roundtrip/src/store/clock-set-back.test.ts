import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { LibsqlStore } from "#store/libsql/runs.js";

const HOUR_MS = 3_600_000;
let directory: string;
let store: LibsqlStore;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "roundtrip-clock-"));
  store = new LibsqlStore(`file:${join(directory, "runs.db")}`);
  vi.useFakeTimers({ toFake: ["Date"] });
});
afterEach(async () => {
  vi.useRealTimers();
  await store.close();
  rmSync(directory, { recursive: true, force: true });
});

test("a clock that is set back does not hold the look-ups up until it has caught up", async () => {
  const noon = Date.UTC(2026, 0, 5, 12);
  vi.setSystemTime(noon + HOUR_MS);
  for (let turn = 0; turn < 5; turn += 1) expect(await store.take("lookups", 1, 5, 5)).toBe(0);
  expect(await store.take("lookups", 1, 5, 5)).toBeGreaterThan(0);
  vi.setSystemTime(noon);
  for (let turn = 0; turn < 5; turn += 1) expect(await store.take("lookups", 1, 5, 5)).toBe(0);
  expect(await store.take("lookups", 1, 5, 5)).toBeGreaterThan(0);
});
