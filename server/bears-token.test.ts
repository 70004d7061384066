import { afterEach, expect, test, vi } from "vitest";

const TOKEN = "token-of-thirty-two-and-more-characters";
afterEach(() => vi.unstubAllEnvs());

async function asked(authorization: string | undefined, token = TOKEN): Promise<boolean> {
  vi.stubEnv("ADMIN_TOKEN", token);
  vi.resetModules();
  const { bearsToken } = await import("./bears-token");
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
