import { afterEach, describe, expect, test, vi } from "vitest";
import { outcome, TOKEN, TOKEN_SOURCE } from "#access/testing/tokens.js";
import type { Source } from "#config/variables.js";

const HERE = "https://app.example.com/api/health/sentry/session";
const json = { "content-type": "application/json" };

/** The environment is read once a process: each test gets a process's fresh modules and budgets. */
async function load(source: Source = TOKEN_SOURCE) {
  vi.resetModules();
  for (const [name, value] of Object.entries(source)) if (value) vi.stubEnv(name, value);
  const [{ signIn }, { signOut }, { admit }] = await Promise.all([
    import("./sign-in.js"),
    import("./sign-out.js"),
    import("#access/authorize.js"),
  ]);
  const post = (body: unknown, headers: Record<string, string> = json, url = HERE) => {
    const host = { host: new URL(url).host };
    return signIn(
      new Request(url, { method: "POST", body: JSON.stringify(body), headers: { ...host, ...headers } }),
    );
  };
  return { post, signOut, admit };
}
afterEach(() => vi.unstubAllEnvs());

describe("a plain form, of a browser without scripts", () => {
  const own = { origin: "https://app.example.com", "sec-fetch-site": "same-origin", host: "app.example.com" };
  const send = async (fields: Record<string, string>, headers: Record<string, string> = own) => {
    vi.resetModules();
    for (const [name, value] of Object.entries(TOKEN_SOURCE)) if (value) vi.stubEnv(name, value);
    const { signIn } = await import("./sign-in.js");
    const answer = await signIn(
      new Request(HERE, { method: "POST", body: new URLSearchParams(fields), headers }),
    );
    return [answer.status, answer.headers.get("location"), answer.headers.get("set-cookie")];
  };

  test("trades the token for a cookie, and leads on to a page of ours alone", async () => {
    const cookie = expect.stringMatching(/^__Host-roundtrip_session=[\w.-]+; .*HttpOnly/);
    const next = "/admin/sentry/history?check=sentry";
    expect(await send({ token: TOKEN, next })).toEqual([303, next, cookie]);
    for (const elsewhere of ["https://evil.example", "//evil.example", "/admin/../evil", ""])
      expect(await send({ token: TOKEN, next: elsewhere })).toEqual([303, "/admin/sentry", cookie]);
  });

  test("with a wrong token leads back to the sign-in page, which says so", async () => {
    const back = "/admin/sentry/sign-in?refused=401&next=%2Fadmin%2Fsentry";
    expect(await send({ token: "not it", next: "/admin/sentry" })).toEqual([303, back, null]);
    expect(await send({})).toEqual([303, back, null]);
  });

  test("ends the session", async () => {
    const [status, location, cookie] = await send({ end: "1" });
    expect([status, location]).toEqual([303, "/admin/sentry/sign-in"]);
    expect(cookie).toMatch(/Max-Age=0/);
  });

  test.each([
    ["another site", { "sec-fetch-site": "cross-site" }],
    ["another origin", { origin: "https://evil.example" }],
    ["a sandboxed frame", { origin: "null" }],
  ])("of %s is refused, whichever it is", async (_title, from) => {
    const headers = { host: "app.example.com", ...from };
    expect(await send({ token: TOKEN }, headers)).toEqual([403, null, null]);
    expect(await send({ end: "1" }, headers)).toEqual([403, null, null]);
  });
});

describe("signing in", () => {
  test("trades the token for a cookie that opens the door", async () => {
    const { post, admit } = await load();
    const response = await post({ token: TOKEN }, { ...json, origin: "https://app.example.com" });
    expect([response.status, await response.text()]).toEqual([204, ""]);
    expect(response.headers.get("cache-control")).toBe("no-store");
    const cookie = response.headers.get("set-cookie") ?? "";
    expect(cookie).toMatch(
      /^__Host-roundtrip_session=[\w.-]+; Path=\/; HttpOnly; SameSite=Strict; Max-Age=28800; Secure$/,
    );
    expect(cookie).not.toContain(TOKEN);
    const headers = { host: "app.example.com", cookie: cookie.split(";")[0] ?? "" };
    expect(await admit(new Request(HERE, { headers }), "read")).toMatchObject({ via: "session" });
  });

  test("a wrong token gets 401 and no cookie", async () => {
    const { post } = await load();
    const response = await post({ token: `${TOKEN}x` });
    expect([response.status, response.headers.get("set-cookie")]).toEqual([401, null]);
    expect(await response.text()).not.toContain(TOKEN);
  });

  test("after any number of wrong ones the right one opens the door at once", async () => {
    const { post } = await load();
    expect((await post({ token: "wrong" })).status).toBe(401);
    const wrong = Array.from({ length: 60 }, (_, i) => post({ token: `wrong-${i}` }));
    // Most are held back, and no more than a few of them. Sent at once, they come to the count in any order.
    const refused = wrong.map(async (one) => expect((await one).status).toBe(429));
    await Promise.any(refused);
    expect((await post({ token: TOKEN })).status).toBe(204);
  });

  test("right ones are not counted: a team behind one address gets in", async () => {
    const { post } = await load();
    for (let i = 0; i < 12; i += 1) expect((await post({ token: TOKEN })).status).toBe(204);
  });

  test.each([
    ["another site", { "sec-fetch-site": "cross-site" }],
    ["a sibling domain", { "sec-fetch-site": "same-site", origin: "https://x.example.com" }],
    ["another origin", { origin: "https://evil.example" }],
    ["a sandboxed frame", { origin: "null" }],
  ])("%s is refused before its token is looked at", async (_title, headers) => {
    const { post } = await load();
    const response = await post({ token: TOKEN }, { ...json, ...headers });
    expect([response.status, response.headers.get("set-cookie")]).toEqual([403, null]);
  });

  test.each([
    ["a form", 415, { token: TOKEN }, { "content-type": "text/plain" }],
    ["a field too many", 400, { token: TOKEN, next: "/" }, json],
    ["a token that is no text", 400, { token: { $ne: "" } }, json],
    ["an endless token", 413, { token: "x".repeat(5_000) }, json],
  ])("%s is refused with %i", async (_title, status, body, headers) => {
    const { post } = await load();
    expect((await post(body, headers)).status).toBe(status);
  });

  test("closed: 503 names the variable, whatever is sent", async () => {
    const { post } = await load({ ...TOKEN_SOURCE, SESSION_SECRET: "too-short" });
    const response = await post({ token: TOKEN });
    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({
      detail: "Roundtrip is closed: SESSION_SECRET needs at least 32 characters.",
    });
  });

  test("in open mode there is nothing to sign in to, and only this machine hears so", async () => {
    const { post } = await load({ NODE_ENV: "development" });
    const local = await post({ token: "x" }, json, "http://localhost:3000/api/health/sentry/session");
    expect([local.status, local.headers.get("set-cookie")]).toEqual([204, null]);
    expect((await post({ token: "x" })).status).toBe(403);
  });
});

describe("signing out", () => {
  const leave = (headers: Record<string, string> = {}) =>
    new Request(HERE, { method: "DELETE", headers: { host: "app.example.com", ...headers } });

  test("clears the cookie", async () => {
    const { signOut } = await load();
    const response = await signOut(leave({ "sec-fetch-site": "same-origin" }));
    expect(response.status).toBe(204);
    expect(response.headers.get("set-cookie")).toMatch(/^__Host-roundtrip_session=; .*Max-Age=0; Secure$/);
  });

  test("ends the session: no copy of the cookie opens the door any more, and every other session does", async () => {
    const { post, signOut, admit } = await load();
    const signedIn = async () =>
      (await post({ token: TOKEN })).headers.get("set-cookie")?.split(";")[0] ?? "";
    const [copied, other] = [await signedIn(), await signedIn()];
    const ask = (cookie: string) =>
      outcome(admit(new Request(HERE, { headers: { host: "app.example.com", cookie } }), "read"));
    expect(await ask(copied)).toMatchObject({ via: "session" });
    expect((await signOut(leave({ cookie: copied, "sec-fetch-site": "same-origin" }))).status).toBe(204);
    expect(await ask(copied)).toMatchObject({ status: 401 });
    expect(await ask(other)).toMatchObject({ via: "session" });
    // Whoever has only the copy left can end nothing else by it, and is told nothing.
    expect((await signOut(leave({ cookie: copied }))).status).toBe(204);
  });

  test("is nothing another site can do to somebody", async () => {
    const { signOut } = await load();
    const response = await signOut(leave({ "sec-fetch-site": "cross-site" }));
    expect([response.status, response.headers.get("set-cookie")]).toEqual([403, null]);
  });
});
