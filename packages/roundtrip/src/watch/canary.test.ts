import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { TOKEN_SOURCE } from "#access/testing/tokens.js";
import { mintRunId } from "#runs/id.js";
import { someEvidence, someRun } from "#store/testing/stores.js";
import type { Verdict } from "#verdict/answer.js";
import { cause } from "#verdict/causes/catalogue.js";
import type { Run } from "#verdict/run.js";
import type { Beat } from "./heartbeat.js";

const folder = mkdtempSync(join(tmpdir(), "roundtrip-canary-"));
let app: Server;
let answer: RequestListener;
let asked: { url: string; token: string; bearer: string }[];
let canary: typeof import("./canary.js");
let rounds: typeof import("./round.js");
let store: ReturnType<typeof import("#store/open.js").store>;

beforeAll(async () => {
  app = createServer((request, response) => {
    const { url = "", headers } = request;
    asked.push({
      url,
      token: String(headers["x-check-canary-token"]),
      bearer: headers.authorization ?? "",
    });
    answer(request, response);
  });
  await new Promise<void>((ready) => app.listen(0, "127.0.0.1", ready));
  const { port } = app.address() as AddressInfo;
  for (const [name, value] of Object.entries(TOKEN_SOURCE)) vi.stubEnv(name, value);
  vi.stubEnv("APP_URL", `http://127.0.0.1:${port}/`);
  vi.stubEnv("STORE_URL", `file:${join(folder, "runs.db")}`);
  canary = await import("./canary.js");
  rounds = await import("./round.js");
  store = (await import("#store/open.js")).store();
});
beforeEach(() => {
  asked = [];
  answer = (_request, response) => response.writeHead(500, { "x-check-run": "0".repeat(32) }).end();
});
afterEach(() => vi.useRealTimers());
afterAll(async () => {
  vi.unstubAllEnvs();
  await store?.close();
  app.closeAllConnections();
  await new Promise((closed) => app.close(closed));
  rmSync(folder, { recursive: true, force: true });
});

const shot = (run = mintRunId()) => ({ check: "sentry", run });
const answering = (status: number, headers: Record<string, string> = {}, body = "") => {
  answer = (_request, response) => response.writeHead(status, headers).end(body);
};

/** As the app does: keeps the run under the nonce, and then answers. */
const firesAs = (run: Run, status = 500) => {
  answer = async (request, response) => {
    await store.create({ ...run, nonce: String(request.headers["x-check-nonce"]) });
    response.writeHead(status).end();
  };
};

test("a check is fired at its own address, with the bearer and a ticket for this run alone", async () => {
  const one = shot();
  firesAs(someRun({ id: one.run }));
  expect(await canary.fireShot(one)).toEqual({ state: "fired" });
  expect(asked).toHaveLength(1);
  expect(asked[0]).toMatchObject({
    url: "/api/health/sentry",
    bearer: `Bearer ${TOKEN_SOURCE.ADMIN_TOKEN}`,
    token: expect.stringMatching(new RegExp(`^${one.run}\\.sentry\\.[0-9a-f]{64}$`)),
  });
});

test("a step that is retried finds the run that it has fired before, and fires nothing", async () => {
  const run = someRun();
  await store.create(run);
  await store.append([someEvidence(run.id)]);
  expect(await canary.fireShot(shot(run.id))).toEqual({ state: "fired" });
  expect(asked).toEqual([]);
});

test("a run that another execution is just firing is left to it", async () => {
  const run = someRun();
  await store.create(run);
  expect(await canary.fireShot(shot(run.id))).toEqual({ state: "unsure" });
  const one = shot();
  firesAs(someRun({ id: one.run }), 409);
  expect(await canary.fireShot(one)).toEqual({ state: "fired" });
  expect(asked).toHaveLength(1);
});

test("a firing that was interrupted before it raised anything is done anew, under another id", async () => {
  const run = someRun({ firedAt: Date.now() - 31_000 });
  await store.create(run);
  expect(await canary.fireShot(shot(run.id))).toMatchObject({
    state: "again",
    cause: { code: "not_raised", summary: expect.stringContaining("was fired") },
  });
  expect(await canary.fireShot(shot(mintRunId(Date.now() - 61_000)))).toMatchObject({
    state: "again",
    cause: { code: "canary_late", stage: "fired" },
  });
  expect(asked).toEqual([]);
  expect((await canary.nextShot("sentry", [run.id])).run).not.toBe(run.id);
});

test("a firing that only looked refused is not done anew: its run, opened since, is the check's", async () => {
  const one = shot();
  answering(404);
  expect(await canary.fireShot(one)).toMatchObject({ state: "again" });
  await store.create(someRun({ id: one.run }));
  expect(await canary.nextShot("sentry", [one.run])).toEqual(one);
});

test.each([
  ["401", 401, {}, "", "not_fired", "401"],
  ["a closed Roundtrip", 503, {}, problem(503, "Roundtrip is closed"), "not_fired", "Roundtrip is closed"],
  ["a login page elsewhere", 302, { location: "https://login.example.com/" }, "", "not_fired", "302"],
  ["a run of nobody", 500, { "x-check-run": "x" }, "", "not_fired", "500"],
])(
  "an address that answers %s has fired nothing: the verdict is fail, with the cause",
  async (_title, status, headers, body, code, text) => {
    answering(status, headers, body);
    const one = shot();
    const firing = await canary.fireShot(one);
    expect(firing).toMatchObject({ state: "again", cause: { code, summary: expect.stringContaining(text) } });
    expect(rounds.watch(one, firing)).toMatchObject({ run: null, verdict: "fail", sleepMs: null });
  },
);

test("an app that fires a run of its own instead has not taken the ticket: nobody follows that run", async () => {
  firesAs(someRun());
  const one = shot();
  const fired = await canary.fireShot(one);
  expect(fired).toMatchObject({ state: "again", cause: { code: "ticket_refused", stage: "fired" } });
  expect(rounds.watch(one, fired)).toMatchObject({ run: null, verdict: "fail" });
});

test("an app that hangs up after it has fired is asked again under the same id, and found to have fired", async () => {
  const run = someRun();
  answer = async (request) => {
    await store.create(run);
    request.socket.destroy();
  };
  expect(await canary.fireShot(shot(run.id))).toEqual({ state: "unsure" });
  await store.append([someEvidence(run.id)]);
  expect(await canary.fireShot(shot(run.id))).toEqual({ state: "fired" });
  // Twice, since the connection may only have been an old one; the id is the same.
  expect(asked).toHaveLength(2);
});

test("what an address answers goes to Inngest without secrets", async () => {
  answering(503, {}, problem(503, `the token is ${TOKEN_SOURCE.ADMIN_TOKEN}`));
  const firing = await canary.fireShot(shot());
  expect(firing).toMatchObject({ state: "again", cause: { code: "not_fired" } });
  expect(JSON.stringify(firing)).toContain("the token is");
  expect(JSON.stringify(firing)).not.toContain(TOKEN_SOURCE.ADMIN_TOKEN);
});

test("an app that is too slow to answer itself, twice, leaves the check undecided", async () => {
  const fetched = vi.fn(async () => Promise.reject(new DOMException("too late", "TimeoutError")));
  vi.stubGlobal("fetch", fetched);
  const one = shot();
  const firing = await canary.fireShot(one);
  vi.unstubAllGlobals();
  expect(fetched).toHaveBeenCalledTimes(2);
  expect(firing).toMatchObject({ state: "again", cause: { code: "app_slow" } });
  expect(rounds.watch(one, firing)).toMatchObject({ run: null, verdict: "unknown" });
});

test("an app that was slow for a moment has fired", async () => {
  const one = shot();
  firesAs(someRun({ id: one.run }));
  const fetched = vi.fn(globalThis.fetch);
  fetched.mockImplementationOnce(async () => Promise.reject(new DOMException("too late", "TimeoutError")));
  vi.stubGlobal("fetch", fetched);
  expect(await canary.fireShot(one)).toEqual({ state: "fired" });
  vi.unstubAllGlobals();
  expect(fetched).toHaveBeenCalledTimes(2);
});

test("an app that hangs up is not reached", async () => {
  answer = (request) => request.socket.destroy();
  expect(await canary.fireShot(shot())).toMatchObject({
    state: "again",
    cause: { code: "app_unreachable" },
  });
});

test("a round counts once for the canary's budget, mints its ids first, and is skipped when that is spent", async () => {
  const checks = ["sentry", "sentry-extra"];
  const [first, second] = [await canary.beginRound(checks), await canary.beginRound(checks)];
  expect(first?.map((one) => one.check)).toEqual(checks);
  const ids = [...(first ?? []), ...(second ?? [])].map((one) => one.run);
  expect(new Set(ids).size).toBe(4);
  for (let n = 2; n < 60; n += 1) expect(await canary.beginRound([])).not.toBeNull();
  expect(await canary.beginRound(checks)).toBeNull();
  expect(asked).toEqual([]);
});

test("a round sleeps until the first of its checks may have changed, and is over when none can", async () => {
  const none = rounds.watch(shot(), { state: "again", cause: cause("not_fired", { status: 401 }) });
  const over = await rounds.lookAtRound(rounds.roundOf([none]));
  expect(over.sleepMs).toBeNull();
  const run = someRun({ canRead: false, deadline: Date.now() + 60_000 });
  await store.create(run);
  const open = rounds.watch(shot(run.id), { state: "fired" });
  const seen = await rounds.lookAtRound(rounds.roundOf([none, open]));
  expect(seen.round.watched.map((one) => one.verdict)).toEqual(["fail", "pending"]);
  expect(seen.sleepMs).toBeGreaterThan(1_000);
  const gone = await rounds.lookAtRound(rounds.roundOf([rounds.watch(shot(), { state: "fired" })]));
  expect(gone).toMatchObject({ sleepMs: null, round: { watched: [{ verdict: "unknown" }] } });
});

test.each<[readonly Verdict[], Beat | null]>([
  [["pass", "warn"], "pass"],
  [["pass", "pending"], null],
  [["pass", "fail", "pending"], "fail"],
  [["unknown", "pass"], "fail"],
])("a round of %j says %s to the heartbeat's address", (verdicts, beat) => {
  expect(rounds.beatOf(verdicts)).toBe(beat);
});

function problem(status: number, detail: string): string {
  return JSON.stringify({ type: "about:blank", title: "Closed", status, detail });
}
