import { expect, test } from "vitest";
import {
  closedEnv,
  openEnv,
  outcome,
  request,
  secrets,
  sessionToken,
  TOKEN,
  tokenEnv,
} from "#access/testing/tokens.js";
import { HttpProblem } from "#http/problem.js";
import { type AccessRule, admit } from "./authorize.js";

const HOSTED = "https://app.example.com/api/health/sentry";
const LOCAL = "http://localhost:3000/api/health/sentry";
const bearer = { authorization: `Bearer ${TOKEN}` };
const good = await sessionToken();

const methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
const allowed = { fire: "GET POST", schedule: "GET", read: "GET HEAD", write: "POST PUT PATCH DELETE" };
const origins: Record<
  string,
  { headers: (own: string) => Record<string, string>; ours: "yes" | "no" | "silent" }
> = {
  silent: { headers: () => ({}), ours: "silent" },
  typed: { headers: () => ({ "sec-fetch-site": "none" }), ours: "silent" },
  fetched: { headers: () => ({ "sec-fetch-site": "same-origin" }), ours: "yes" },
  own: { headers: (own) => ({ origin: own, "sec-fetch-site": "same-origin" }), ours: "yes" },
  ownOriginOnly: { headers: (own) => ({ origin: own }), ours: "yes" },
  sameSite: { headers: () => ({ "sec-fetch-site": "same-site" }), ours: "no" },
  crossSite: { headers: () => ({ "sec-fetch-site": "cross-site" }), ours: "no" },
  otherOrigin: { headers: () => ({ origin: "https://evil.example" }), ours: "no" },
  lyingOrigin: { headers: (own) => ({ origin: own, "sec-fetch-site": "cross-site" }), ours: "no" },
  nullOrigin: { headers: () => ({ origin: "null" }), ours: "no" },
};
const stale = await sessionToken(secrets, Math.floor(Date.now() / 1000) - 9 * 3600);
const credentials: Record<
  string,
  { headers: (name: string) => Record<string, string>; is: "bearer" | "session" | "none" }
> = {
  none: { headers: () => ({}), is: "none" },
  bearer: { headers: () => bearer, is: "bearer" },
  wrong: { headers: () => ({ authorization: `Bearer ${TOKEN}x` }), is: "none" },
  wrongBesideCookie: { headers: (n) => ({ authorization: "Bearer x", cookie: `${n}=${good}` }), is: "none" },
  bearerBesideStale: { headers: (n) => ({ ...bearer, cookie: `${n}=${stale}` }), is: "bearer" },
  cookie: { headers: (n) => ({ cookie: `a=b; ${n}=${good}` }), is: "session" },
  basicAndCookie: {
    headers: (n) => ({ authorization: "Basic eDp5", cookie: `${n}=${good}` }),
    is: "session",
  },
  stale: { headers: (n) => ({ cookie: `${n}=${stale}` }), is: "none" },
};

function expected(mode: string, rule: AccessRule, method: string, is: string, ours: string): string {
  if (mode === "closed") return "503";
  if (!allowed[rule].split(" ").includes(method)) return "405";
  if (mode === "open") return ours === "no" ? "403" : "admitted open";
  if (is === "none") return "401";
  if (is === "bearer") return "admitted bearer";
  if (rule === "schedule") return "401";
  if (ours === "no") return "403";
  if (rule === "read") return "admitted session";
  if (rule === "fire" && method === "GET") return "405";
  return ours === "yes" ? "admitted session" : "403";
}

test("of rule, credential, method, origin and mode is answered as the contract says", async () => {
  const modes = { token: tokenEnv(), open: openEnv(), closed: closedEnv() };
  let count = 0;
  for (const [mode, e] of Object.entries(modes))
    for (const url of mode === "open" ? [LOCAL] : [HOSTED, LOCAL])
      for (const rule of ["fire", "schedule", "read", "write"] as const)
        for (const method of methods)
          for (const [credential, { headers: cred, is }] of Object.entries(credentials))
            for (const [origin, { headers: from, ours }] of Object.entries(origins)) {
              const name = url === LOCAL ? "roundtrip_session" : "__Host-roundtrip_session";
              const seen = request(url, method, { ...cred(name), ...from(new URL(url).origin) });
              const result = await outcome(admit(seen, rule, e));
              const got = HttpProblem.is(result) ? String(result.status) : `admitted ${result.via}`;
              const row = [mode, url, rule, method, credential, origin].join(" ");
              expect(`${row}: ${got}`).toBe(`${row}: ${expected(mode, rule, method, is, ours)}`);
              count += 1;
            }
  console.info(`admit: ${count} combinations as the contract says`);
});
