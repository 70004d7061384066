import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { hrefOf } from "#checks/mount/addresses.js";
import { odd } from "#checks/testing/addresses.js";

beforeEach(() => {
  vi.resetModules();
  vi.unstubAllEnvs();
});
afterEach(() => {
  vi.unstubAllEnvs();
});

test.each([
  ["with the base path", "https://app.example/shop"],
  ["with base path and slash", "https://app.example/shop/"],
  ["without it", "https://app.example"],
  ["without it, with a slash", "https://app.example/"],
])(
  "the app asks itself, its canary included, at its own addresses where APP_URL is written %s",
  async (_what, url) => {
    vi.stubEnv("APP_URL", url);
    vi.stubEnv("ROUNDTRIP_ADDRESSES", JSON.stringify(odd));
    const { ownOrigin } = await import("./origin.js");
    expect(`${ownOrigin()}${hrefOf("/api/health/sentry")}`).toBe(
      "https://app.example/shop/internal/health/sentry/",
    );
  },
);

test("a path in APP_URL that a proxy takes away, and that is no base path, stays", async () => {
  vi.stubEnv("APP_URL", "https://app.example/behind/");
  const { ownOrigin } = await import("./origin.js");
  expect(`${ownOrigin()}${hrefOf("/api/health/sentry")}`).toBe(
    "https://app.example/behind/api/health/sentry",
  );
});
