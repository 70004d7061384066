import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test, vi } from "vitest";

afterEach(() => vi.unstubAllEnvs());

test.each([
  ["", "APP_URL is not set. verify fires"],
  ["ftp://app.example", "APP_URL is set, but cannot be used: it must be an http(s) address. verify fires"],
])("with APP_URL=%s, verify says what is wrong with it", async (address, said) => {
  vi.resetModules();
  vi.stubEnv("APP_URL", address);
  vi.stubEnv("PORT", "");
  vi.stubEnv("STORE_URL", "file::memory:");
  const { verify } = await import("./verify.js");
  await expect(verify({}, "a".repeat(32), AbortSignal.timeout(60_000))).rejects.toMatchObject({
    status: 503,
    message: expect.stringContaining(said),
  });
});

test("tasks are handed over before the other checks are fired, and each is answered for in the order asked", async () => {
  const asked: string[] = [];
  const app = createServer((request, response) => {
    asked.push(new URL(request.url ?? "", "http://app.invalid").pathname.replace("/api/health/", ""));
    response.writeHead(503).end();
  });
  await new Promise<void>((ready) => app.listen(0, "127.0.0.1", ready));
  vi.resetModules();
  vi.stubEnv("APP_URL", `http://127.0.0.1:${(app.address() as AddressInfo).port}`);
  vi.stubEnv("STORE_URL", "file::memory:");
  const { verify } = await import("./verify.js");
  const names = ["sentry", "sentry-inngest", "sentry-browser", "sentry-extra", "sentry-inngest-ignored"];
  const { checks } = await verify({ checks: names }, "b".repeat(32), AbortSignal.timeout(60_000));
  app.close();
  expect(Object.keys(checks)).toEqual(names);
  const first = new Set(asked.slice(0, 2));
  expect(first).toEqual(new Set(["sentry-inngest", "sentry-inngest-ignored"]));
  expect(new Set(asked)).toEqual(new Set(names.filter((name) => name !== "sentry-browser")));
});
