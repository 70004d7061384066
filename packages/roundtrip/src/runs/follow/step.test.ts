import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type SentryServer, startSentry } from "@roundtrip/stand-ins/sentry";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { TOKEN_SOURCE } from "#access/testing/tokens.js";
import { deliver, fired, readingFrom } from "#runs/testing/runs.js";
import { someRun } from "#store/testing/stores.js";

const NEVER = { count: 0, lastAt: 0 };
const folder = mkdtempSync(join(tmpdir(), "roundtrip-follow-step-"));
let sentry: SentryServer;
let store: ReturnType<typeof import("#store/open.js").store>;
let followStep: typeof import("./step.js").followStep;

beforeAll(async () => {
  sentry = await startSentry({ delayMs: 0 });
  const variables = {
    ...TOKEN_SOURCE,
    STORE_URL: `file:${join(folder, "runs.db")}`,
    ...readingFrom(sentry),
    LOOKUPS_PER_SECOND: "50",
  };
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
  store = (await import("#store/open.js")).store();
  ({ followStep } = await import("./step.js"));
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await store?.close();
  await sentry?.close();
  rmSync(folder, { recursive: true, force: true });
});

test("a run that no process follows is decided in one step, and looked at once more later", async () => {
  const run = await fired(store);
  await deliver(sentry, run);
  const seen = await followStep(run.id, NEVER);
  expect(["pass", "warn"]).toContain(seen?.verdict);
  expect(seen).toMatchObject({ firedAt: run.firedAt, release: run.expected.release });
  expect(seen?.looks.count).toBeGreaterThan(0);
  expect(seen?.sleepMs).toBeGreaterThan(10_000);
  expect((await store.load(run.id))?.decision?.verdict).toBe(seen?.verdict);
});

test("one whose event is not there yet stays open, and remembers how often it was looked for", async () => {
  const run = await fired(store);
  const first = await followStep(run.id, NEVER);
  expect(first).toMatchObject({ verdict: "pending", cause: null });
  expect(first?.sleepMs).toBeGreaterThanOrEqual(2_000);
  await deliver(sentry, run);
  const second = await followStep(run.id, first?.looks ?? NEVER);
  expect(["pass", "warn"]).toContain(second?.verdict);
  expect(second?.looks.count).toBeGreaterThan(first?.looks.count ?? 0);
});

test("one that never arrives is lost at its deadline, and late when it arrives after all", async () => {
  const run = await fired(store, { deadline: Date.now() + 100 });
  await expect.poll(() => store.now()).toBeGreaterThan(run.deadline);
  expect(await followStep(run.id, NEVER)).toMatchObject({
    verdict: "fail",
    cause: { code: "accepted_not_stored" },
  });
  const aged = await fired(store, { firedAt: Date.now() - 20 * 60_000, deadline: Date.now() - 15 * 60_000 });
  expect((await followStep(aged.id, NEVER))?.verdict).toBe("fail");
  await deliver(sentry, aged);
  // Its next look is due when the last one lies before the fortieth minute.
  const later = Date.now() + 25 * 60_000;
  vi.useFakeTimers({ now: later, toFake: ["Date"] });
  try {
    expect(await followStep(aged.id, NEVER)).toMatchObject({ verdict: "warn", cause: { code: "late" } });
  } finally {
    vi.useRealTimers();
  }
});

test("what another process follows is left to it: nothing is looked up, and its verdict is seen", async () => {
  const run = await fired(store);
  await deliver(sentry, run);
  await store.claim(run.id, "somebody else", 60_000);
  const asked = () => sentry.control.stats();
  const before = JSON.stringify(asked());
  const seen = await followStep(run.id, NEVER);
  expect(seen).toMatchObject({ verdict: "pending", looks: NEVER });
  expect(seen?.sleepMs).toBeGreaterThanOrEqual(2_000);
  expect(JSON.stringify(asked())).toBe(before);
});

test("there is nothing to say of a run that is not there", async () => {
  expect(await followStep(someRun().id, NEVER)).toBeNull();
});
