import { afterEach, expect, test, vi } from "vitest";
import { badSessions, seeded } from "#access/testing/requests.js";
import { secrets, sessionToken, TOKEN_SOURCE } from "#access/testing/tokens.js";

const TOKEN = "token-of-thirty-two-and-more-characters";
afterEach(() => vi.unstubAllEnvs());

async function asked(authorization: string | undefined, token = TOKEN): Promise<boolean> {
  vi.stubEnv("ADMIN_TOKEN", token);
  vi.resetModules();
  const { bearsToken } = await import("./bears-token.js");
  return bearsToken(authorization === undefined ? {} : { authorization });
}

test.each([
  ["the token", `Bearer ${TOKEN}`, true],
  ["the token, in other letters of the scheme", `bearer ${TOKEN}`, true],
  ["another", `Bearer ${TOKEN}x`, false],
  ["a login of a proxy's", "Basic dXNlcjpwYXNz", false],
  ["nothing", undefined, false],
  ["what is no token", "Bearer ", false],
])("a request that bears %s", async (_title, authorization, bears) => {
  expect(await asked(authorization)).toBe(bears);
});

test("nobody bears a token that is not set", async () => {
  expect(await asked("Bearer undefined", "")).toBe(false);
});

async function withCookie(cookie: string, source: Record<string, string | undefined> = TOKEN_SOURCE) {
  for (const [name, value] of Object.entries(source)) vi.stubEnv(name, value);
  vi.resetModules();
  const { bearsToken } = await import("./bears-token.js");
  return bearsToken({ host: "app.example.com", cookie });
}

test("a request bears a session of ours as it bears the token", async () => {
  expect(await withCookie(`a=b; __Host-roundtrip_session=${await sessionToken()}`)).toBe(true);
});

test("no forged or expired session counts", async () => {
  const seed = seeded(7);
  const kinds = await badSessions();
  // The others are signed by this very app, which signs none like them.
  for (const kind of ["mutated", "expired", "algNone", "otherAlgorithm", "otherAlgorithmNamed", "wrongKey"]) {
    const make = kinds[kind] ?? expect.fail(`there is no ${kind}`);
    for (let round = 0; round < 5; round += 1)
      expect([kind, await withCookie(`__Host-roundtrip_session=${make(seed)}`)]).toEqual([kind, false]);
  }
  const old = await sessionToken(secrets, Math.floor(Date.now() / 1000) - 9 * 3600);
  expect(await withCookie(`__Host-roundtrip_session=${old}`)).toBe(false);
});

test("in open mode whoever asks is the developer", async () => {
  expect(await withCookie("", { NODE_ENV: "development" })).toBe(true);
});
