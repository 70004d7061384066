import { describe, expect, test } from "vitest";
import {
  closedEnv,
  openEnv,
  outcome,
  request,
  sessionToken,
  TOKEN,
  TOKEN_SOURCE,
  tokenEnv,
} from "#access/testing/tokens.js";
import { HttpProblem } from "#http/problem.js";
import { type AccessRule, admit, admitOrNull } from "./authorize.js";

const HOSTED = "https://app.example.com/api/health/sentry";
const LOCAL = "http://localhost:3000/api/health/sentry";
const good = await sessionToken();
const cookieAt = (url: string) => `${url === LOCAL ? "roundtrip" : "__Host-roundtrip_session"}=${good}`;
const bearer = { authorization: `Bearer ${TOKEN}` };
const fromHosted = { origin: "https://app.example.com", "sec-fetch-site": "same-origin" };

/** "200 bearer", "405 GET, POST": what the answer would say. */
async function answer(work: ReturnType<typeof admit>): Promise<string> {
  const result = await outcome(work);
  if (!HttpProblem.is(result)) return `admitted ${result.via}`;
  return [String(result.status), result.headers.allow].filter(Boolean).join(" ");
}

describe("admit, row by row", () => {
  const session = { cookie: cookieAt(HOSTED) };
  const rows: [title: string, rule: AccessRule, method: string, headers: Record<string, string>, string][] = [
    ["a bearer fires by GET", "fire", "GET", bearer, "admitted bearer"],
    ["a bearer fires by POST", "fire", "POST", bearer, "admitted bearer"],
    ["HEAD never fires", "fire", "HEAD", bearer, "405 GET, POST"],
    ["PUT never fires", "fire", "PUT", bearer, "405 GET, POST"],
    ["nobody fires without credentials", "fire", "GET", {}, "401"],
    ["a wrong bearer is refused", "fire", "POST", { authorization: "Bearer nope" }, "401"],
    [
      "a wrong bearer beside a good cookie is refused",
      "fire",
      "POST",
      { ...session, ...fromHosted, authorization: "Bearer nope" },
      "401",
    ],
    [
      "an empty bearer beside a good cookie is refused",
      "read",
      "GET",
      { ...session, authorization: "Bearer" },
      "401",
    ],
    [
      "a bearer's bad cookie is ignored",
      "fire",
      "GET",
      { ...bearer, cookie: "__Host-roundtrip_session=x" },
      "admitted bearer",
    ],
    [
      "a bearer from another site's page is still a bearer",
      "fire",
      "POST",
      { ...bearer, origin: "https://evil.example", "sec-fetch-site": "cross-site" },
      "admitted bearer",
    ],
    [
      "a session fires by POST from our page",
      "fire",
      "POST",
      { ...session, ...fromHosted },
      "admitted session",
    ],
    [
      "a proxy's basic credentials leave the session to decide",
      "fire",
      "POST",
      { ...session, ...fromHosted, authorization: "Basic eDp5" },
      "admitted session",
    ],
    ["a session never fires by GET", "fire", "GET", { ...session, ...fromHosted }, "405 POST"],
    [
      "a session typed into the address bar never fires",
      "fire",
      "GET",
      { ...session, "sec-fetch-site": "none" },
      "405 POST",
    ],
    [
      "an image on another site never fires",
      "fire",
      "GET",
      { ...session, "sec-fetch-site": "cross-site" },
      "403",
    ],
    ["a session without any sign of our page never fires", "fire", "POST", session, "403"],
    [
      "a session from a sibling domain never fires",
      "fire",
      "POST",
      { ...session, origin: "https://other.example.com", "sec-fetch-site": "same-site" },
      "403",
    ],
    ["a sandboxed frame never fires", "fire", "POST", { ...session, origin: "null" }, "403"],
    [
      "an old browser's Origin alone is enough",
      "fire",
      "POST",
      { ...session, origin: "https://app.example.com" },
      "admitted session",
    ],
    ["a session reads what is typed into the address bar", "read", "GET", session, "admitted session"],
    [
      "a session from elsewhere does not read",
      "read",
      "GET",
      { ...session, "sec-fetch-site": "cross-site" },
      "403",
    ],
    ["a read is no POST", "read", "POST", bearer, "405 GET, HEAD"],
    ["a write is no GET", "write", "GET", bearer, "405 POST, PUT, PATCH, DELETE"],
    ["a session writes from our page", "write", "POST", { ...session, ...fromHosted }, "admitted session"],
    [
      "the loopback cookie's name is worth nothing elsewhere",
      "read",
      "GET",
      { cookie: `roundtrip_session=${good}` },
      "401",
    ],
  ];
  test.each(rows)("%s", async (_title, rule, method, headers, expected) => {
    expect(await answer(admit(request(HOSTED, method, headers), rule, tokenEnv()))).toBe(expected);
  });

  test("a public address given by APP_URL is our own behind a proxy that rewrites Host", async () => {
    const seen = request("http://10.0.0.7:3000/x", "POST", { cookie: cookieAt(HOSTED), ...fromHosted });
    expect(await answer(admit(seen, "fire", tokenEnv()))).toBe("403");
    const e = tokenEnv({ APP_URL: "https://app.example.com/" });
    expect(await answer(admit(seen, "fire", e))).toBe("admitted session");
  });

  test("a forwarded host is our own only where a proxy is trusted", async () => {
    const headers = { cookie: cookieAt(HOSTED), ...fromHosted, "x-forwarded-host": "app.example.com" };
    const seen = request("http://10.0.0.7:3000/x", "POST", headers);
    expect(await answer(admit(seen, "fire", tokenEnv()))).toBe("403");
    expect(await answer(admit(seen, "fire", tokenEnv({ TRUST_PROXY_HOPS: "1" })))).toBe("admitted session");
  });

  test("a 401 asks for a bearer, and no answer carries a secret", async () => {
    const refused = await outcome(admit(request(HOSTED, "GET"), "fire", tokenEnv()));
    expect(refused).toBeInstanceOf(HttpProblem);
    if (!HttpProblem.is(refused)) return;
    const response = refused.response();
    expect(response.headers.get("www-authenticate")).toMatch(/^Bearer\b/);
    expect(response.headers.get("content-type")).toBe("application/problem+json");
    expect(response.headers.get("cache-control")).toBe("no-store");
    const body = await response.text();
    for (const secret of Object.values(TOKEN_SOURCE))
      if (secret !== "production") expect(body).not.toContain(secret);
  });
});

describe("open mode", () => {
  const rows: [title: string, headers: Record<string, string>, expected: string][] = [
    ["a tool on this machine is admitted", {}, "admitted open"],
    ["an address typed into the bar is admitted", { "sec-fetch-site": "none" }, "admitted open"],
    [
      "our own page is admitted",
      { "sec-fetch-site": "same-origin", origin: "http://localhost:3000" },
      "admitted open",
    ],
    ["127.0.0.1 is this machine", { host: "127.0.0.1:4000" }, "admitted open"],
    ["[::1] is this machine", { host: "[::1]:4000" }, "admitted open"],
    [
      "what Next itself adds changes nothing",
      { "x-forwarded-for": "::ffff:127.0.0.1", "x-forwarded-host": "localhost:3000" },
      "admitted open",
    ],
    ["another site's image is refused", { "sec-fetch-site": "cross-site" }, "403"],
    [
      "another port's page is refused",
      { "sec-fetch-site": "same-site", origin: "http://localhost:8080" },
      "403",
    ],
    ["another port's page is refused by its Origin alone", { origin: "http://localhost:8080" }, "403"],
    ["an unknown mark is refused", { "sec-fetch-site": "same-origin, cross-site" }, "403"],
    ["a rebound name is refused", { host: "evil.example:3000" }, "403"],
    ["a name that only begins like loopback is refused", { host: "localhost.evil.example" }, "403"],
    ["a machine on the network is refused", { "x-forwarded-for": "192.168.1.20" }, "403"],
    ["a tunnel is refused", { "x-forwarded-host": "abc.tunnel.example" }, "403"],
  ];
  test.each(rows)("%s", async (_title, headers, expected) => {
    expect(await answer(admit(request(LOCAL, "GET", headers), "fire", openEnv()))).toBe(expected);
  });

  test("HEAD does not fire here either", async () => {
    expect(await answer(admit(request(LOCAL, "HEAD"), "fire", openEnv()))).toBe("405 GET, POST");
  });
});

describe("a scheduler", () => {
  const SECRET = "fake-cron-secret-Zt4Wm8Qe1Rk6";
  const says = (secret: string) => ({ authorization: `Bearer ${secret}` });
  const cookie = { cookie: cookieAt(HOSTED), ...fromHosted };
  const rows: [title: string, method: string, headers: Record<string, string>, string][] = [
    ["is admitted by CRON_SECRET", "GET", says(SECRET), "scheduler"],
    ["is admitted by ADMIN_TOKEN", "GET", bearer, "bearer"],
    ["has the secret whole", "GET", says(SECRET.slice(0, -1)), "401"],
    ["has the secret and nothing behind it", "GET", says(`${SECRET}x`), "401"],
    ["sends it as a bearer", "GET", { authorization: SECRET }, "401"],
    ["sends no empty bearer", "GET", { authorization: "Bearer " }, "401"],
    ["sends it nowhere else", "GET", { "x-cron-secret": SECRET, cookie: `CRON_SECRET=${SECRET}` }, "401"],
    ["is no session", "GET", cookie, "401"],
    ["is no session beside a wrong secret", "GET", { ...cookie, ...says("nope") }, "401"],
    ["fires by no HEAD", "HEAD", says(SECRET), "405"],
    ["fires by no POST of its own", "POST", says(SECRET), "405"],
  ];
  const asked = async (e: ReturnType<typeof tokenEnv>, rule: AccessRule, method: string, headers: object) => {
    const result = await outcome(admit(request(HOSTED, method, { ...headers }), rule, e));
    return HttpProblem.is(result) ? String(result.status) : result.caller;
  };
  test.each(rows)("%s", async (_title, method, headers, expected) => {
    expect(await asked(tokenEnv({ CRON_SECRET: SECRET }), "schedule", method, headers)).toBe(expected);
  });

  test.each([
    ["no secret", undefined, "undefined"],
    ["an empty secret", "", ""],
    ["a secret that is too short", "short", "short"],
  ])("of an app with %s is not admitted", async (_title, secret, sent) => {
    expect(await asked(tokenEnv({ CRON_SECRET: secret }), "schedule", "GET", says(sent))).toBe("401");
  });

  test("has a secret that is good for nothing else", async () => {
    const e = tokenEnv({ CRON_SECRET: SECRET });
    for (const [rule, method] of [
      ["fire", "GET"],
      ["fire", "POST"],
      ["read", "GET"],
      ["write", "POST"],
    ] as const)
      expect(await asked(e, rule, method, says(SECRET))).toBe("401");
  });
});

test("the refusal says how to be admitted, whole: nothing in it looks like a credential", async () => {
  const refused = await outcome(admit(request(HOSTED, "GET"), "read", tokenEnv()));
  const body: unknown = HttpProblem.is(refused) ? await refused.response().json() : null;
  expect(body).toMatchObject({
    status: 401,
    detail:
      "Send ADMIN_TOKEN as a bearer token in the header Authorization, or sign in at /admin/sentry/sign-in.",
  });
});

test("closed: every rule, method and credential gets the 503 that names each variable and no value", async () => {
  const short = "fake-short-value";
  const e = closedEnv({ ADMIN_TOKEN: short, SESSION_SECRET: `${short}-2`, INNGEST_DEV: "1" });
  for (const rule of ["fire", "schedule", "read", "write"] as const) {
    for (const method of ["GET", "HEAD", "POST", "DELETE", "OPTIONS"]) {
      for (const headers of [{}, { authorization: `Bearer ${short}` }, { cookie: cookieAt(HOSTED) }]) {
        const refused = await outcome(admit(request(HOSTED, method, headers), rule, e));
        expect(refused).toMatchObject({ status: 503 });
        const detail = HttpProblem.is(refused) ? refused.detail : "";
        for (const name of ["ADMIN_TOKEN", "SESSION_SECRET", "INNGEST_SIGNING_KEY", "INNGEST_DEV"])
          expect(detail).toContain(name);
        expect(detail).not.toContain(short);
      }
    }
  }
});

test("whoever would be refused is nobody to admitOrNull", async () => {
  expect(await admitOrNull(request(HOSTED, "GET"), "read", tokenEnv())).toBeNull();
  expect(await admitOrNull(request(HOSTED, "GET", bearer), "read", closedEnv())).toBeNull();
  expect(await admitOrNull(request(HOSTED, "GET", bearer), "read", tokenEnv())).toMatchObject({
    via: "bearer",
  });
});
