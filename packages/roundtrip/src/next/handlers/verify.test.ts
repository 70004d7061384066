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
