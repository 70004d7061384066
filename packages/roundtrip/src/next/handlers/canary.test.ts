import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { TOKEN_SOURCE } from "#access/testing/tokens.js";

const folder = mkdtempSync(join(tmpdir(), "roundtrip-canary-round-"));
/** The app's front door and the heartbeat's address. */
let server: Server;
let asked: string[] = [];
/** What hangs until the test is over. */
let held: (() => void)[] = [];
let answer: (times: number) => number | null;
let answerBeat: (url: string) => number | null;
let canaryRound: typeof import("./canary.js").canaryRound;
let openRounds: typeof import("#watch/open-rounds.js").openRounds;

const answering: RequestListener = (request, response) => {
  const { url = "" } = request;
  if (!url.startsWith("/ping")) asked.push(url);
  const status = url.startsWith("/ping") ? answerBeat(url) : answer(asked.length);
  if (status === null) held.push(() => response.writeHead(404).end());
  else response.writeHead(status).end();
};

beforeAll(async () => {
  server = createServer(answering);
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const at = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  for (const [name, value] of Object.entries(TOKEN_SOURCE)) vi.stubEnv(name, value);
  vi.stubEnv("APP_URL", at);
  vi.stubEnv("HEARTBEAT_URL", `${at}/ping`);
  vi.stubEnv("CANARY_CHECKS", "sentry");
  vi.stubEnv("STORE_URL", `file:${join(folder, "runs.db")}`);
  ({ canaryRound } = await import("./canary.js"));
  ({ openRounds } = await import("#watch/open-rounds.js"));
});
afterEach(async () => {
  [answer, answerBeat] = [() => 404, () => 200];
  for (const end of held) end();
  // What goes on behind the answer is over once nothing of it can change any more.
  await expect
    .poll(async () => {
      await vi.advanceTimersByTimeAsync(10_000);
      return (await openRounds())?.open;
    })
    .toEqual([]);
  vi.useRealTimers();
  [asked, held] = [[], []];
});
afterAll(async () => {
  vi.unstubAllEnvs();
  server.closeAllConnections();
  await new Promise((closed) => server.close(closed));
  rmSync(folder, { recursive: true, force: true });
});

/** Calls for a round whose caller waits for 25 seconds; the clock is the test's. */
function called() {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  return canaryRound({ nonce: "a".repeat(32), wait: undefined, signal: AbortSignal.timeout(60_000) });
}
const PAUSES = 2;

test("a check that hangs when it is fired anew is pending, and no link leads to a run that may never be", async () => {
  answer = (times) => (times === 1 ? 404 : null);
  answerBeat = () => 200;
  const answered = called();
  await expect.poll(() => vi.getTimerCount()).toBe(PAUSES);
  await vi.advanceTimersByTimeAsync(5_000);
  await expect.poll(() => held.length).toBe(1);
  await vi.advanceTimersByTimeAsync(20_000);
  const { status, checks } = await answered;
  expect([status, checks.sentry]).toMatchObject([
    "fail",
    [{ verdict: "pending", run: null, href: null, output: expect.stringContaining("still being fired") }],
  ]);
});

test("a check that could not be fired is said to be so, though the heartbeat's address is slow", async () => {
  answer = () => 404;
  answerBeat = (url) => (url.endsWith("/fail") ? null : 200);
  const answered = called();
  for (const pauseMs of [5_000, 10_000]) {
    await expect.poll(() => vi.getTimerCount()).toBe(PAUSES);
    await vi.advanceTimersByTimeAsync(pauseMs);
  }
  await expect.poll(() => held.length).toBe(1);
  await vi.advanceTimersByTimeAsync(10_000);
  const { checks } = await answered;
  expect(checks.sentry).toMatchObject([{ verdict: "fail", run: null, cause: { code: "not_fired" } }]);
});
