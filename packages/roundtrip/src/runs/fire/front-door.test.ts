import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type IncomingMessage, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { TOKEN_SOURCE } from "#access/testing/tokens.js";
import { newNonce } from "#checks/nonce.js";
import { odd } from "#checks/testing/addresses.js";
import { someRun } from "#store/testing/stores.js";
import type { Run } from "#verdict/run.js";
import { checkNamed } from "#verdict/testing/runs.js";

const folder = mkdtempSync(join(tmpdir(), "roundtrip-front-door-"));
let server: Server;
let answer: RequestListener;
let origin: string;
let frontDoor: typeof import("./front-door.js");
let store: ReturnType<typeof import("#store/open.js").store>;
let running: Run["running"];

beforeAll(async () => {
  server = createServer((request, response) => answer(request, response));
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  for (const [name, value] of Object.entries(TOKEN_SOURCE)) vi.stubEnv(name, value);
  vi.stubEnv("STORE_URL", `file:${join(folder, "runs.db")}`);
  frontDoor = await import("./front-door.js");
  store = (await import("#store/open.js")).store();
  const { release, SENTRY_ENVIRONMENT } = (await import("#config/variables.js")).env();
  running = { release, environment: SENTRY_ENVIRONMENT };
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await store?.close();
  server.closeAllConnections();
  await new Promise((closed) => server.close(closed));
  rmSync(folder, { recursive: true, force: true });
});

const nonceOf = (request: IncomingMessage) => String(request.headers["x-check-nonce"]);
const fire = (nonce = newNonce()) => frontDoor.fireAtFrontDoor(checkNamed("sentry"), origin, nonce, {});

test.each([500, 200, 409, 502])(
  "a run that the store has under the nonce was fired, with %d",
  async (status) => {
    let id = "";
    const seen: unknown[] = [];
    answer = async (request, response) => {
      const run = someRun({ nonce: nonceOf(request) });
      id = run.id;
      seen.push(request.method, request.url);
      await store.create(run);
      response.writeHead(status, { "x-check-run": someRun().id }).end();
    };
    expect(await fire()).toEqual({ run: id });
    expect(seen).toEqual(["POST", "/api/health/sentry"]);
  },
);

test("a check is fired where the app has it: below base path and mount point, with the app's slash", async () => {
  vi.stubEnv("ROUNDTRIP_ADDRESSES", JSON.stringify(odd));
  const seen: unknown[] = [];
  answer = (request, response) => {
    seen.push(request.url);
    response.writeHead(404).end();
  };
  await fire().finally(() => vi.stubEnv("ROUNDTRIP_ADDRESSES", ""));
  expect(seen).toEqual(["/shop/internal/health/sentry/"]);
});

test.each<[string, () => Record<string, string>]>([
  ["repeats the nonce of then", () => ({ "x-check-nonce": newNonce() })],
  ["says for how long it had it", () => ({ age: "3600" })],
  ["was made when nobody sent a nonce", () => ({})],
])("an answer of before that %s has fired nothing", async (_title, headers) => {
  const old = someRun({ firedAt: Date.now() - 1_000 });
  await store.create(old);
  answer = (_request, response) => response.writeHead(500, { "x-check-run": old.id, ...headers() }).end();
  expect(await fire()).toMatchObject({ code: "answered_by_cache", status: 500 });
});

test("the answer of a firing at the same moment, under another nonce, has fired nothing", async () => {
  answer = async (_request, response) => {
    const other = someRun({ nonce: newNonce() });
    await store.create(other);
    response.writeHead(500, { "x-check-run": other.id }).end();
  };
  expect(await fire()).toMatchObject({ code: "answered_by_cache" });
});

test.each([
  ["by an answer that names it", true],
  ["by an answer that names none, as without a proxy", false],
])("a run that was fired meanwhile without the nonce lost it on the way: known %s", async (_title, named) => {
  let id = "";
  answer = async (_request, response) => {
    const run = someRun({ running });
    id = run.id;
    await store.create(run);
    response.writeHead(500, named ? { "x-check-run": run.id } : {}).end();
  };
  expect(await fire()).toMatchObject({ code: "nonce_lost", facts: { run: id } });
});

test.each([
  ["https://app.example/api/health/sentry", "301 to https://app.example"],
  ["/login?from=%2Fapi", "301 to /login"],
  ["", "301"],
])("a redirect to %j has fired nothing, and is named with where it leads", async (location, said) => {
  answer = (_request, response) => response.writeHead(301, location ? { location } : {}).end();
  expect(await fire()).toEqual({
    code: "not_fired",
    facts: { status: said },
    status: 301,
  });
});

test("an uncaught error of somebody else, answered without a run, has fired nothing", async () => {
  await store.create(someRun({ firedAt: Date.now() - 1_000 }));
  answer = (_request, response) => response.writeHead(500).end();
  expect(await fire()).toMatchObject({ code: "not_fired", status: 500 });
});

test.each<[string, RequestListener]>([
  ["whose connection is closed", (request) => request.socket.destroy()],
  ["before which a proxy finds nobody", (_request, response) => response.writeHead(503).end()],
  ["whose proxy got a broken answer", (_request, response) => response.writeHead(502).end()],
  ["that a proxy did not wait for", (_request, response) => response.writeHead(504).end()],
])("a firing %s is tried once more, under the same nonce", async (_title, fail) => {
  const nonces = new Set<string>();
  let id = "";
  let asked = 0;
  answer = async (request, response) => {
    nonces.add(nonceOf(request));
    asked += 1;
    if (asked === 1) return fail(request, response);
    const run = someRun({ nonce: nonceOf(request) });
    id = run.id;
    await store.create(run);
    response.writeHead(500).end();
  };
  expect(await fire()).toEqual({ run: id });
  expect(nonces.size).toBe(1);
});

test("a firing that is refused twice is told with its status, and not tried a third time", async () => {
  let asked = 0;
  answer = (_request, response) => {
    asked += 1;
    response.writeHead(503).end();
  };
  expect(await fire()).toMatchObject({ code: "not_fired", status: 503 });
  expect(asked).toBe(2);
});

test("a run that only another store has says so", async () => {
  answer = (request, response) =>
    response.writeHead(500, { "x-check-run": someRun().id, "x-check-nonce": nonceOf(request) }).end();
  expect(await fire()).toMatchObject({
    code: "not_fired",
    facts: { status: expect.stringContaining("not in this store") },
  });
});
