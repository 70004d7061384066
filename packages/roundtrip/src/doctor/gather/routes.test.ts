import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { NONCE, NONCE_HEADER } from "#checks/nonce.js";
import { examinationDeadline } from "#network/ask.js";
import { noteListed } from "#state/listed-checks.js";
import { remember } from "#state/singleton.js";
import { unrouted } from "./routes.js";

/** An app with a route for one check: it refuses HEAD. Elsewhere there is nothing, and once the server says nothing. */
const asked: string[] = [];
const nonces: string[] = [];
const server = createServer(({ method, url, headers }, response) => {
  asked.push(`${method} ${url}`);
  nonces.push(String(headers[NONCE_HEADER] ?? "none"));
  if (url?.endsWith("sentry-extra")) return void response.destroy();
  response.writeHead(url === "/api/health/sentry" ? 405 : 404).end();
});
let origin: string;
beforeAll(async () => {
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  noteListed(["sentry", "sentry-extra", "sentry-edge"]);
});
afterEach(() => {
  asked.length = 0;
  nonces.length = 0;
  vi.unstubAllEnvs();
});
afterAll(() => {
  server.close();
  remember("listed-checks", undefined);
});

test("a listed check whose address is none is named, by a question that fires nothing", async () => {
  vi.stubEnv("NODE_ENV", "production");
  expect(await unrouted(origin, examinationDeadline())).toEqual(["sentry-edge"]);
  expect([...new Set(asked)].sort()).toEqual([
    "HEAD /api/health/sentry",
    "HEAD /api/health/sentry-edge",
    "HEAD /api/health/sentry-extra",
  ]);
});

test("under next dev, and without an address of the app's own, nobody is asked", async () => {
  expect(await unrouted(origin, examinationDeadline())).toEqual([]);
  vi.stubEnv("NODE_ENV", "production");
  expect(await unrouted(null, examinationDeadline())).toEqual([]);
  expect(asked).toEqual([]);
});

test("each question has a nonce of its own, so that a kept answer says for which request it was made", async () => {
  vi.stubEnv("NODE_ENV", "production");
  await unrouted(origin, examinationDeadline());
  expect(nonces.filter((one) => !NONCE.test(one))).toEqual([]);
  expect(new Set(nonces).size).toBe(3);
});
