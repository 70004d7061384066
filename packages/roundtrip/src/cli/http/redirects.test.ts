import { afterAll, describe, expect, test } from "vitest";
import { problem, type Reply } from "#cli/testing/answers.js";
import { fakeApps, TOKEN } from "#cli/testing/app.js";
import { roundtrip } from "#cli/testing/shell.js";

const { app, closeApps } = fakeApps();
afterAll(closeApps);
const withToken = { ADMIN_TOKEN: TOKEN };
const REACHED = "this is the app";

/** Each command, and the address that it asks first. */
const COMMANDS = [
  ["verify", "/api/health/sentry/verify"],
  ["doctor", "/api/health/sentry/doctor"],
  ["sync", "/api/health/sentry/sync"],
] as const;

describe.concurrent.each(COMMANDS)("roundtrip %s", (command, path) => {
  test.each([
    ["a slash", "", "", "/"],
    ["a base path", "", "/shop", ""],
    ["a language", "", "/en", ""],
    ["a language below the base path that --url has", "/shop", "/shop/en", ""],
    ["base path, language and slash", "", "/shop/en", "/"],
    ["a slash where --url has a path", "/shop", "/shop", "/"],
  ])("follows a redirect that adds %s, with the token", async (_what, given, prefix, slash) => {
    const wanted = `${prefix}${path}${slash}`;
    const { url, seen } = await app({
      instead: (asked): Reply =>
        asked.path === wanted
          ? problem(403, "Forbidden", REACHED)
          : { status: 308, headers: { location: wanted }, body: "" },
    });
    const { code, stderr } = await roundtrip([command, "--url", `${url}${given}`], withToken);
    expect({ code, said: stderr.includes(REACHED) }).toEqual({ code: 2, said: true });
    expect(seen.map((one) => one.path)).toEqual([`${given}${path}`, wanted]);
    const [first, then] = seen;
    expect(then).toMatchObject({
      method: first?.method,
      body: first?.body,
      authorization: `Bearer ${TOKEN}`,
    });
  });

  test.each([
    ["another page", "/sign-in"],
    ["the same path with more behind it", `${path}/now`],
    ["another host", `http://localhost:9${path}`],
  ])("names a redirect to %s, and does not follow it", async (_what, location) => {
    const { url, seen } = await app({ instead: () => ({ status: 307, headers: { location }, body: "" }) });
    const { code, stderr } = await roundtrip([command, "--url", url], withToken);
    expect(code).toBe(2);
    expect(stderr).toContain(`redirects to ${new URL(location, url).href} (307)`);
    expect(seen).toHaveLength(1);
  });

  test("ends a redirect that adds a prefix again and again", async () => {
    const { url, seen } = await app({
      instead: (asked) => ({ status: 307, headers: { location: `/en${asked.path}` }, body: "" }),
    });
    const { code, stderr } = await roundtrip([command, "--url", url], withToken);
    expect(code).toBe(2);
    expect(stderr).toContain("redirects to");
    expect(seen.length).toBeLessThan(6);
  });
});
