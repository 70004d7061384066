import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { NONCE, NONCE_HEADER } from "#checks/nonce.js";
import { defineCheck } from "#checks/own/define.js";
import { noteOwn } from "#checks/own/listed.js";
import { examinationDeadline } from "#network/ask.js";
import { CAPABILITY_HEADER, runOfCapability } from "#runs/capability.js";
import { noteListed } from "#state/listed-checks.js";
import { remember } from "#state/singleton.js";
import { missingFiles } from "./routes.js";

/**
 * An app with a route for three checks, which refuses HEAD, and with a page for one of the two that a browser raises, which
 * is there for the doctor alone. Elsewhere there is nothing, and once the server says nothing.
 */
const ROUTES = ["/api/health/sentry", "/api/health/sentry-browser", "/api/health/sentry-basket"];
const PAGE = "/admin/checks/browser/";
const BASKET = defineCheck({
  name: "sentry-basket",
  title: "Basket",
  runsIn: "browser",
  raises: "An error in the basket.",
});
const RUN = /[0-9a-f]{32}$/;
const asked: string[] = [];
const nonces: string[] = [];
async function statusOf(url: string, capability: unknown): Promise<number> {
  if (ROUTES.includes(url)) return 405;
  const run = url.startsWith(PAGE) ? url.slice(PAGE.length) : null;
  return run && (await runOfCapability("page", String(capability))) === run ? 307 : 404;
}
const server = createServer(async ({ method, url = "", headers }, response) => {
  asked.push(`${method} ${url.replace(RUN, "<run>")}`);
  nonces.push(String(headers[NONCE_HEADER] ?? "none"));
  if (url.endsWith("sentry-extra")) return void response.destroy();
  response.writeHead(await statusOf(url, headers[CAPABILITY_HEADER])).end();
});
let origin: string;
beforeAll(async () => {
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  noteOwn([BASKET]);
  noteListed(["sentry", "sentry-extra", "sentry-edge", "sentry-browser", "sentry-basket"]);
});
afterEach(() => {
  asked.length = 0;
  nonces.length = 0;
  vi.unstubAllEnvs();
});
afterAll(() => {
  server.close();
  remember("listed-checks", undefined);
  noteOwn([]);
});

test("a listed check whose address or page is none is named, by questions that fire nothing", async () => {
  vi.stubEnv("NODE_ENV", "production");
  vi.stubEnv("ADMIN_TOKEN", "fake-admin-token-0123456789-abcdefghijkl");
  const missing = await missingFiles(origin, examinationDeadline());
  expect(missing).toEqual({ routes: ["sentry-edge"], pages: ["sentry-basket"] });
  expect([...new Set(asked)].sort()).toEqual([
    "HEAD /admin/checks/browser/<run>",
    "HEAD /admin/checks/sentry-basket/<run>",
    "HEAD /api/health/sentry",
    "HEAD /api/health/sentry-basket",
    "HEAD /api/health/sentry-browser",
    "HEAD /api/health/sentry-edge",
    "HEAD /api/health/sentry-extra",
  ]);
});

test("where Roundtrip is closed, no page is asked for, and none is missed", async () => {
  vi.stubEnv("NODE_ENV", "production");
  // Variables are read once.
  vi.resetModules();
  const closed = await import("./routes.js");
  const missing = await closed.missingFiles(origin, examinationDeadline());
  expect(missing).toEqual({ routes: ["sentry-edge"], pages: [] });
  expect(asked.filter((one) => one.includes("/admin/"))).toEqual([]);
});

test("under next dev, and without an address of the app's own, nobody is asked", async () => {
  const nothing = { routes: [], pages: [] };
  expect(await missingFiles(origin, examinationDeadline())).toEqual(nothing);
  vi.stubEnv("NODE_ENV", "production");
  expect(await missingFiles(null, examinationDeadline())).toEqual(nothing);
  expect(asked).toEqual([]);
});

test("each question has a nonce of its own, so that a kept answer says for which request it was made", async () => {
  vi.stubEnv("NODE_ENV", "production");
  await missingFiles(origin, examinationDeadline());
  expect(nonces.filter((one) => !NONCE.test(one))).toEqual([]);
  expect(new Set(nonces).size).toBe(7);
});
