import { afterEach, expect, test, vi } from "vitest";

afterEach(() => vi.unstubAllEnvs());

const DSN = "https://0123456789abcdef0123456789abcdef@o1.ingest.example/2";

test.each([
  ["a token that is not there", "", "SENTRY_API_TOKEN is not set"],
  ["a token that no header can carry", "sntryu_тoken", "SENTRY_API_TOKEN is set, but cannot be used: it "],
])("with %s, the page says why nothing is read back", async (_, token, why) => {
  vi.resetModules();
  vi.stubEnv("SENTRY_DSN", DSN);
  // Nothing listens there.
  vi.stubEnv("SENTRY_URL", "http://127.0.0.1:1");
  vi.stubEnv("SENTRY_API_TOKEN", token);
  vi.stubEnv("STORE_URL", "file::memory:");
  const { overview } = await import("./overview.js");
  const { unread, unreadWhy, dsnWhy } = await overview();
  expect([unread, dsnWhy]).toEqual(["SENTRY_API_TOKEN", null]);
  expect(unreadWhy).toContain(why);
  expect(unreadWhy).not.toContain("тoken");
});
