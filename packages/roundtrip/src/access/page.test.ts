import { afterEach, expect, test, vi } from "vitest";
import { sessionToken, TOKEN_SOURCE } from "#access/testing/tokens.js";
import type { Source } from "#config/variables.js";

/** What Next would hand a server component; only Next itself can make the real ones. */
const incoming = new Headers();
vi.mock("next/headers", () => ({
  headers: async () => incoming,
}));

async function load(source: Source, headers: Record<string, string>) {
  vi.resetModules();
  for (const [name, value] of Object.entries(source)) if (value) vi.stubEnv(name, value);
  for (const name of [...incoming.keys()]) incoming.delete(name);
  for (const [name, value] of Object.entries(headers)) incoming.set(name, value);
  return import("./authorize.js");
}
afterEach(() => vi.unstubAllEnvs());

const host = "app.example.com";
const cookie = `__Host-roundtrip_session=${await sessionToken()}`;
/** Next's redirect is an error whose digest holds the address. */
const to = (path: string) => ({
  digest: expect.stringContaining(`;/admin/sentry/sign-in?next=${encodeURIComponent(path)};`),
});

test("a page is shown to a session", async () => {
  const { requirePage, sessionFromCookies } = await load(TOKEN_SOURCE, { host, cookie });
  await expect(requirePage()).resolves.toBeUndefined();
  expect(await sessionFromCookies()).toMatchObject({ jti: expect.any(String) });
});

test.each([`__Host-roundtrip_session=x; ${cookie}`, `${cookie}; __Host-roundtrip_session=x`])(
  "a page is shown to a session beside another cookie of its name: %s",
  async (both) => {
    const { requirePage } = await load(TOKEN_SOURCE, { host, cookie: both });
    await expect(requirePage()).resolves.toBeUndefined();
  },
);

test.each([
  ["nobody", TOKEN_SOURCE, { host }],
  ["a forged session", TOKEN_SOURCE, { host, cookie: `${cookie}x` }],
  ["a session under the loopback name", TOKEN_SOURCE, { host, cookie: cookie.replace("__Host-", "") }],
  [
    "a good session while Roundtrip is closed",
    { ...TOKEN_SOURCE, INNGEST_SIGNING_KEY: "short" },
    { host, cookie },
  ],
  ["another machine in open mode", { NODE_ENV: "development" }, { host: "192.168.1.4:3000" }],
])("a page sends %s to the sign-in, with the way back", async (_title, source: Source, headers) => {
  const { requirePage } = await load(source, headers as Record<string, string>);
  await expect(requirePage("/admin/sentry/runs")).rejects.toMatchObject(to("/admin/sentry/runs"));
});

test("in open mode a page is shown on this machine, also by a link from Sentry's site", async () => {
  const headers = { host: "localhost:3000", "sec-fetch-site": "cross-site" };
  const { requirePage } = await load({ NODE_ENV: "development" }, headers);
  await expect(requirePage()).resolves.toBeUndefined();
});

test("the way back never leads out of the admin pages", async () => {
  const { requirePage } = await load(TOKEN_SOURCE, { host });
  await expect(requirePage("//evil.example")).rejects.toMatchObject(to("/admin/sentry"));
});
