import { AsyncLocalStorage } from "node:async_hooks";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { type SentryServer, startSentry } from "@roundtrip/stand-ins/sentry";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { TOKEN_SOURCE } from "#access/testing/tokens.js";
import { fired, readingFrom } from "#runs/testing/runs.js";
import type { Run } from "#verdict/run.js";

const folder = mkdtempSync(join(tmpdir(), "roundtrip-follow-held-"));
let sentry: SentryServer;
let store: ReturnType<typeof import("#store/open.js").store>;
let follow: typeof import("./runs.js").follow;
let collect: () => void;

beforeAll(async () => {
  setFlagsFromString("--expose-gc");
  collect = runInNewContext("gc");
  sentry = await startSentry({ delayMs: 0 });
  const variables = {
    ...TOKEN_SOURCE,
    STORE_URL: `file:${join(folder, "runs.db")}`,
    ...readingFrom(sentry),
  };
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
  store = (await import("#store/open.js")).store();
  ({ follow } = await import("./runs.js"));
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await store?.close();
  await sentry?.close();
  rmSync(folder, { recursive: true, force: true });
});

const queued = ({ id }: Run) => ({
  id: "queued",
  run: id,
  role: "main",
  at: Date.now(),
  kind: "queued" as const,
});

test("a run whose questions wait for their answers holds none of its evidence", async () => {
  sentry.control.read({ mode: "hang" });
  const run = await fired(store);
  const large = 20_000_000;
  await store.append([{ ...queued(run), inngestEvent: "x".repeat(large) }]);
  collect();
  const before = process.memoryUsage().heapUsed;
  const asked = () => Object.values(sentry.control.stats().reads).reduce((sum, one) => sum + one, 0);
  follow(run.id);
  await expect.poll(asked).toBeGreaterThan(0);
  collect();
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(large / 2);
  sentry.control.read({ mode: "normal" });
});

const request = new AsyncLocalStorage<object>();
/** Sets it off within a request, as a route does. */
function within(work: () => void): WeakRef<object> {
  const one = {};
  request.run(one, work);
  return new WeakRef(one);
}

/** Not the object itself: who polls for it would hold it. */
function isCollected(held: WeakRef<object>): boolean {
  collect();
  return held.deref() === undefined;
}

test("a run that is followed holds nothing of the request that fired it", async () => {
  const run = await fired(store);
  const held = within(() => follow(run.id));
  await expect.poll(() => isCollected(held)).toBe(true);
  expect(await store.open(2), "it is followed all the while").toContain(run.id);
});
