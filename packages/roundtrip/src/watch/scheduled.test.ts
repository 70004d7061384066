import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { TOKEN_SOURCE } from "#access/testing/tokens.js";
import { mintRunId } from "#runs/id.js";
import { someEvidence, someRun } from "#store/testing/stores.js";
import type { Notice } from "#verdict/alerts/notice.js";
import { CANARY_DEADLINE_MS } from "#verdict/deadlines.js";

const folder = mkdtempSync(join(tmpdir(), "roundtrip-scheduled-"));
/** The app's own front door, the webhook, and the heartbeat's address. */
let server: Server;
/** What the front door answers; a run is kept under the nonce, as the app does it. */
let refuses: number | null;
/** How often it was asked, and from which time on it refuses no more. */
let asked: number;
let takesFrom: number;
/** What it fires passes at once. */
let passes: boolean;
/** It opens the run of the first firing instead, or one of its own. */
let late: boolean;
let foreign: boolean;
let first: string;
let fired: { run: string; nonce: string }[];
let told: Notice[];
let beats: string[];
let scheduled: typeof import("./scheduled.js");
let kept: typeof import("./open-rounds.js");
let alerts: typeof import("./alerts.js");
let store: ReturnType<typeof import("#store/open.js").store>;

beforeAll(async () => {
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { url = "", headers } = request;
    const [ticket = ""] = String(headers["x-check-canary-token"]).split(".");
    if (url.startsWith("/api/")) first ||= ticket;
    if (url === "/hook") told.push(JSON.parse(Buffer.concat(chunks).toString()));
    else if (url.startsWith("/ping")) beats.push(url);
    else if (++asked >= takesFrom || refuses === null) {
      const run = late ? first : foreign ? mintRunId() : ticket;
      const nonce = String(headers["x-check-nonce"]);
      const now = Date.now();
      await store.create({
        ...someRun({ id: run, firedAt: now, deadline: now + CANARY_DEADLINE_MS }),
        nonce,
      });
      await store.append([someEvidence(run)]);
      if (passes)
        await store.decide(run, {
          verdict: "pass",
          cause: null,
          latencyMs: 1,
          decidedAt: now,
          revisedAt: now,
        });
      fired.push({ run, nonce });
      return void response.writeHead(500).end();
    } else return void response.writeHead(refuses).end();
    response.end();
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const at = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  for (const [name, value] of Object.entries(TOKEN_SOURCE)) vi.stubEnv(name, value);
  vi.stubEnv("APP_URL", at);
  vi.stubEnv("ALERT_WEBHOOK_URL", `${at}/hook`);
  vi.stubEnv("HEARTBEAT_URL", `${at}/ping`);
  vi.stubEnv("STORE_URL", `file:${join(folder, "runs.db")}`);
  scheduled = await import("./scheduled.js");
  kept = await import("./open-rounds.js");
  alerts = await import("./alerts.js");
  store = (await import("#store/open.js")).store();
});
beforeEach(() => {
  refuses = null;
  [asked, takesFrom, passes] = [0, Number.POSITIVE_INFINITY, false];
  [late, foreign, first] = [false, false, ""];
  [fired, told, beats] = [[], [], []];
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await alerts?.outbox().close();
  await store?.close();
  server.closeAllConnections();
  await new Promise((closed) => server.close(closed));
  rmSync(folder, { recursive: true, force: true });
});

const begin = async () => {
  const one = await scheduled.beginScheduled(["sentry"], 0);
  if (!one) throw new Error("no round was begun");
  return one;
};
const play = async (nonce: string | null = null) =>
  scheduled.playRound(await begin(), { nonce, waitMs: 0, signal: AbortSignal.timeout(60_000) });
const openIds = async () => ((await kept.openRounds())?.open ?? []).map(({ id }) => id);
/** As if the time of every open round had come. */
async function letBecomeDue(): Promise<void> {
  const { open = [] } = (await kept.openRounds()) ?? {};
  for (const { id, round } of open) await kept.keepRound(id, { round, sleepMs: 0 }, 0);
}

test("nobody has called: there is no round, and nothing to look at", async () => {
  expect(await kept.openRounds()).toBeNull();
  await scheduled.tendRounds();
  expect([fired, told, beats]).toEqual([[], [], []]);
});

test("a round that is not decided in time is no pass, is kept, and fires once however often it is looked at", async () => {
  const round = await play("f".repeat(32));
  const [run = ""] = fired.map((one) => one.run);
  expect(round.watched.map((one) => [one.run, one.verdict])).toEqual([[run, "pending"]]);
  expect(fired).toEqual([{ run, nonce: "f".repeat(32) }]);
  expect(await openIds()).toEqual([run]);
  await letBecomeDue();
  await Promise.all([scheduled.tendRounds(), scheduled.tendRounds(), scheduled.tendRounds()]);
  expect([fired.length, told, beats]).toEqual([1, [], ["/ping/start"]]);
  expect(await openIds()).toEqual([run]);
});

test("a verdict that came after the answer is told by whoever looks next, once", async () => {
  const { watched } = await play();
  const run = watched[0]?.run ?? "";
  expect(beats).toEqual(["/ping/start"]);
  const now = await store.now();
  const passed = { verdict: "pass", cause: null, latencyMs: 1, decidedAt: now, revisedAt: now } as const;
  await store.decide(run, passed);
  await letBecomeDue();
  await Promise.all([scheduled.tendRounds(), scheduled.tendRounds()]);
  expect(beats).toEqual(["/ping/start", "/ping"]);
  await letBecomeDue();
  await scheduled.tendRounds();
  expect([beats.length, told]).toEqual([2, []]);
});

test("what a process minted and did not fire is fired by the next, under the same id", async () => {
  const { id } = await begin();
  expect(fired).toEqual([]);
  await letBecomeDue();
  await scheduled.tendRounds();
  expect(fired).toEqual([{ run: id, nonce: id }]);
});

test("what cannot be fired is told once, though rounds go on at once and are looked at again", async () => {
  refuses = 404;
  const rounds = await Promise.all([play(), play()]);
  for (const { watched } of rounds)
    expect(watched.map((one) => [one.run, one.verdict, one.cause?.code])).toEqual([
      [null, "fail", "not_fired"],
    ]);
  await play();
  await letBecomeDue();
  await scheduled.tendRounds();
  expect(told.map(({ kind, check }) => `${kind} ${check}`)).toEqual(["problem sentry"]);
  expect(beats.filter((one) => one === "/ping/fail").length).toBeGreaterThanOrEqual(3);
  expect(beats).not.toContain("/ping");
});

/** Plays a round in which there is time to fire anew, with pauses that take none, and no wait for its verdicts. */
async function playNamed(nonce: string | null) {
  const one = await begin();
  const [waitMs, signal, pausesMs] = [60_000, AbortSignal.abort(), [0, 0]];
  return { id: one.id, round: await scheduled.playRound(one, { nonce, waitMs, signal, pausesMs }) };
}
const playWaiting = async (nonce: string) => (await playNamed(nonce)).round;

test("a check that cannot be fired for a moment is fired anew while its caller waits, and nobody is alerted", async () => {
  refuses = 404;
  takesFrom = 3;
  passes = true;
  const nonce = "d".repeat(32);
  const { watched } = await playWaiting(nonce);
  expect(watched.map(({ run, verdict }) => [run, verdict])).toEqual([[fired[0]?.run, "pass"]]);
  expect([asked, fired]).toEqual([3, [{ run: watched[0]?.run, nonce }]]);
  expect(told.filter(({ kind }) => kind === "problem")).toEqual([]);
  expect(beats).toEqual(["/ping/start", "/ping"]);
});

/** The first firing looks refused; its run is opened all the same, when the `at`th comes. */
function opensLate(at: number): void {
  refuses = 404;
  takesFrom = at;
  late = true;
}

test.each([
  [2, "d1".repeat(16)],
  [3, "d2".repeat(16)],
  [2, null],
  [3, null],
])(
  "a run that is opened late, when firing %i comes, is the round's: nothing is fired twice (nonce %s)",
  async (at, nonce) => {
    opensLate(at);
    passes = true;
    const { id, round } = await playNamed(nonce);
    expect(round.watched.map(({ run, verdict, cause }) => [run, verdict, cause])).toEqual([
      [id, "pass", null],
    ]);
    expect([asked, fired]).toEqual([at, [{ run: id, nonce: nonce ?? id }]]);
    expect(told.filter(({ kind }) => kind === "problem")).toEqual([]);
  },
);

test("an app that does not take the signature is asked once: each time it raises an error of its own", async () => {
  foreign = true;
  const { round } = await playNamed("c".repeat(32));
  expect(round.watched.map(({ run, cause }) => [run, cause?.code])).toEqual([[null, "ticket_refused"]]);
  expect([asked, fired.length]).toEqual([1, 1]);
});

test("a check that cannot be fired three times is told", async () => {
  refuses = 404;
  const { watched } = await playWaiting("e".repeat(32));
  expect(watched.map((one) => [one.run, one.verdict, one.cause?.code])).toEqual([
    [null, "fail", "not_fired"],
  ]);
  expect([asked, fired]).toEqual([3, []]);
  expect(beats).toEqual(["/ping/start", "/ping/fail"]);
});

test("nothing is fired anew once its caller waits no longer", async () => {
  refuses = 404;
  await play();
  expect(asked).toBe(1);
});

test("a round that is taken is left alone until its time, or until who took it must have died", async () => {
  const { id } = await begin();
  await letBecomeDue();
  const taken = await Promise.all([kept.takeDue(1_000, 60_000), kept.takeDue(1_000, 60_000)]);
  expect(taken.flat().filter((one) => one.id === id)).toHaveLength(1);
  expect((await kept.takeDue(60_999, 60_000)).map((one) => one.id)).not.toContain(id);
  expect((await kept.takeDue(61_000, 60_000)).map((one) => one.id)).toContain(id);
});

test("what another version wrote is no round", async () => {
  const key = JSON.stringify(["dev", "", "rounds"]);
  const { version } = (await alerts.outbox().record(key)) ?? { version: 0 };
  expect(version).toBeGreaterThan(0);
  await alerts.outbox().change(key, version, { calledAt: 1, open: [{ id: 1 }] }, []);
  expect(await kept.openRounds()).toBeNull();
});
