import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { TOKEN_SOURCE } from "#access/testing/tokens.js";
import { mintRunId } from "#runs/id.js";
import { type Notice, noticeOf } from "#verdict/alerts/notice.js";
import { cause } from "#verdict/causes/catalogue.js";
import type { Watched } from "./round.js";

const folder = mkdtempSync(join(tmpdir(), "roundtrip-round-"));
let webhook: Server;
let told: Notice[];
let beats: string[];
let rounds: typeof import("./round.js");
let alerts: typeof import("./alerts.js");
let store: ReturnType<typeof import("#store/open.js").store>;

beforeAll(async () => {
  webhook = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    if (request.method === "GET") beats.push(request.url ?? "");
    else told.push(JSON.parse(Buffer.concat(chunks).toString()));
    response.end();
  });
  await new Promise<void>((ready) => webhook.listen(0, "127.0.0.1", ready));
  const { port } = webhook.address() as AddressInfo;
  for (const [name, value] of Object.entries(TOKEN_SOURCE)) vi.stubEnv(name, value);
  vi.stubEnv("ALERT_WEBHOOK_URL", `http://127.0.0.1:${port}/hook`);
  vi.stubEnv("HEARTBEAT_URL", `http://127.0.0.1:${port}/ping`);
  vi.stubEnv("SENTRY_ENVIRONMENT", "production");
  vi.stubEnv("STORE_URL", `file:${join(folder, "runs.db")}`);
  rounds = await import("./round.js");
  alerts = await import("./alerts.js");
  store = (await import("#store/open.js")).store();
});
beforeEach(() => {
  told = [];
  beats = [];
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await alerts?.outbox().close();
  await store?.close();
  webhook.closeAllConnections();
  await new Promise((closed) => webhook.close(closed));
  rmSync(folder, { recursive: true, force: true });
});

/** A check of a round of which nothing more will be known. */
const over = (check: string, verdict: "pass" | "fail", firedAt: number, release: string): Watched => ({
  check,
  run: null,
  firedAt,
  release,
  verdict,
  cause: verdict === "pass" ? null : cause("accepted_not_stored"),
  looks: { count: 0, lastAt: 0 },
  sleepMs: null,
  noted: null,
});
const look = (...watched: Watched[]) => rounds.lookAtRound(rounds.roundOf(watched));
const kinds = () => told.map(({ kind, release }) => `${kind} of ${release}`);

test("a loss that is known only after the next deployment is told all the same, with its own release", async () => {
  const now = Date.now();
  await look(over("sentry", "pass", now, "shop@new"));
  expect(told).toEqual([]);
  await look(over("sentry", "fail", now - 60_000, "shop@old"));
  expect(kinds()).toEqual(["problem of shop@old", "recovery of shop@new"]);
  await look(over("sentry", "fail", now - 50_000, "shop@old"));
  expect(told).toHaveLength(2);
});

test("a round that looks again has no old news, though others have told much since", async () => {
  const now = Date.now();
  const first = await look(over("sentry-extra", "fail", now, "shop@1"));
  await look(over("sentry-extra", "pass", now + 1, "shop@1"));
  const other = { ...over("sentry-extra", "fail", now + 2, "shop@1"), cause: cause("dsn_rejected") };
  await look(other);
  await look(over("sentry-extra", "pass", now + 3, "shop@1"));
  const before = told.length;
  await rounds.lookAtRound(first.round);
  expect(told).toHaveLength(before);
});

test("a round that took its time does not say that all is well after a newer one has failed", async () => {
  const now = Date.now() + 10_000;
  await look(over("sentry-render", "pass", now, "shop@1"));
  await look(over("sentry-render", "fail", now + 2, "shop@1"));
  const late = await look(over("sentry-render", "pass", now + 1, "shop@1"));
  expect(beats).toEqual(["/ping", "/ping/fail"]);
  await rounds.lookAtRound(late.round);
  expect(beats).toHaveLength(2);
  await look(over("sentry-render", "fail", now - 1, "shop@1"));
  await look(over("sentry-render", "pass", now + 3, "shop@1"));
  expect(beats.slice(2)).toEqual(["/ping/fail", "/ping"]);
});

test("a round that failed and is revised says so itself, as long as it is the newest", async () => {
  const now = Date.now() + 20_000;
  const { round } = await look(over("sentry-action", "fail", now, "shop@1"));
  const watched = round.watched.map((one) => ({ ...one, verdict: "pass" as const, cause: null }));
  await rounds.lookAtRound({ ...round, watched });
  expect(beats).toEqual(["/ping/fail", "/ping"]);
});

test("alerts of another environment in the same store are left to it", async () => {
  const about = { ...over("sentry-edge", "fail", 1, "shop@1") };
  const theirs = noticeOf(
    { kind: "problem", since: 1, told: 1, about },
    { id: mintRunId(), environment: "staging", origin: null },
  );
  const key = JSON.stringify(["staging", "sentry-edge"]);
  const state = { last: about, since: 1, told: 1, remindAt: null, over: null, flicker: null };
  expect(await alerts.outbox().change(key, 0, state, [theirs])).toBe(true);
  expect(await alerts.deliverDue()).toBeNull();
  expect(told).toEqual([]);
  const waiting = await alerts.outbox().waiting("staging", 10);
  expect(waiting.map(({ notice }) => notice)).toEqual([theirs]);
});
