import { type AccessRule, admit } from "#access/authorize.js";
import { HttpProblem } from "#http/problem.js";
import { badAuthorization, badSessions, type Seeded, seeded, wrongBearer } from "./requests.js";
import { openEnv, outcome, secrets, sessionToken, TOKEN, tokenEnv } from "./tokens.js";

const METHODS = "GET HEAD POST PUT PATCH DELETE OPTIONS PURGE PROPFIND get post Head GETT X".split(" ");
/** Mostly those that could be admitted: an odd method is refused before anything else is looked at. */
const method = ({ random, pick }: Seeded) => pick(random() < 0.8 ? ["GET", "POST"] : METHODS);
const HOSTS = [
  "app.example.com",
  "APP.EXAMPLE.COM:443",
  "localhost",
  "127.0.0.1:3000",
  "[::1]",
  "evil.example",
  "localhost.evil.example",
  "app.example.com, evil.example",
  "0.0.0.0",
  "2130706433",
  "",
];
const ADDRESSES = [
  "127.0.0.1",
  "::1",
  "127.0.0.1, 203.0.113.9",
  "unknown",
  "_x",
  "localhost",
  "'\"><",
  ",,,",
];
const ORIGINS = [
  "https://app.example.com",
  "https://evil.example",
  "null",
  "http://localhost",
  "file://",
  "x",
];
const SITES = "same-origin|none|same-site|cross-site||SAME-ORIGIN|same-origin, same-origin".split("|");
const PATHS = [
  "/api/health/sentry",
  "/api/health/sentry/",
  "//api/health/sentry",
  "/api/health/%73entry",
  "/x?a=%00",
];

/** Headers of which none is a credential; each there or not. */
function noise({ random, pick }: Seeded): Headers {
  const headers = new Headers();
  const maybe = (name: string, values: readonly string[]) => {
    if (random() < 0.5) headers.set(name, pick(values));
    if (random() < 0.05) headers.append(name, pick(values));
  };
  maybe("host", HOSTS);
  maybe("x-forwarded-for", ADDRESSES);
  maybe("x-forwarded-host", HOSTS);
  maybe("x-forwarded-proto", ["http", "https", "https, http", "wss"]);
  maybe("origin", ORIGINS);
  maybe("sec-fetch-site", SITES);
  maybe("x-check-run", ["0".repeat(32)]);
  maybe("x-api-key", [TOKEN]);
  maybe("proxy-authorization", [`Bearer ${TOKEN}`]);
  maybe("x-http-method-override", ["POST"]);
  maybe("x-middleware-subrequest", ["proxy:proxy:proxy:proxy:proxy"]);
  maybe("content-encoding", ["gzip", "br"]);
  return headers;
}

const cookieNames = ["roundtrip", "__Host-roundtrip_session"];
const both = (value: string) => cookieNames.map((name) => `${name}=${value}`).join("; ");

/** Makes headers and method hostile in its own way, and says which rules it is hostile to. */
type Attack = (headers: Headers) => { name: string; method?: string; rule?: AccessRule };

async function attacksOf(seed: Seeded): Promise<readonly Attack[]> {
  const good = await sessionToken();
  const sessions = Object.entries(await badSessions());
  return [
    () => ({ name: "no credentials" }),
    (headers) => {
      headers.set("authorization", badAuthorization(seed));
      return { name: "wrong bearer" };
    },
    (headers) => {
      const [name, make] = seed.pick(sessions);
      headers.set(
        "cookie",
        seed.pick([both(make(seed)), `${both(make(seed))}; a=b`, `a=${good}; ${both(make(seed))}`]),
      );
      return { name: `session ${name}` };
    },
    (headers) => {
      headers.set("authorization", wrongBearer(seed));
      headers.set("cookie", both(good));
      return { name: "wrong bearer beside a good cookie" };
    },
    (headers) => {
      // A browser sends this cookie to its own host alone: under a rebound name there is none.
      headers.set("host", "app.example.com");
      headers.set("cookie", both(good));
      const [name, value] = seed.pick([
        ["sec-fetch-site", "cross-site"],
        ["sec-fetch-site", "same-site"],
        ["origin", "https://evil.example"],
        ["origin", "null"],
      ] as const);
      headers.set(name, value);
      return { name: "a good session from elsewhere" };
    },
    (headers) => {
      headers.set("cookie", both(good));
      return {
        name: "a good session that would fire by GET",
        method: seed.pick(["GET", "HEAD", "PUT"]),
        rule: "fire",
      };
    },
    (headers) => {
      headers.set(
        "cookie",
        both(good).replaceAll(
          "roundtrip_session=",
          seed.pick(["Roundtrip=", "roundtrip =", "roundtrip%3D", "xroundtrip="]),
        ),
      );
      return { name: "a good session under another cookie" };
    },
  ];
}

/** What became of hostile requests: those that were admitted, how often each status refused, and secrets that were said. */
export interface Repelled {
  admitted: string[];
  refusals: Record<string, number>;
  leaks: string[];
}

/** So many hostile requests to an app with a token. */
export async function attack(count: number, start: number): Promise<Repelled> {
  const seed = seeded(start);
  const attacks = await attacksOf(seed);
  const e = tokenEnv();
  const seen: Repelled = { admitted: [], refusals: {}, leaks: [] };
  for (let i = 0; i < count; i += 1) {
    const headers = noise(seed);
    const attack = seed.pick(attacks)(headers);
    const rule = attack.rule ?? seed.pick(["fire", "read", "write"] as const);
    const url = `https://app.example.com${seed.pick(PATHS)}${seed.pick(["", `?token=${TOKEN}`, `?admin_token=${TOKEN}`])}`;
    const hostile = new Request(url, { method: attack.method ?? method(seed), headers });
    const result = await outcome(admit(hostile, rule, e));
    if (!HttpProblem.is(result)) {
      seen.admitted.push(`${i} ${attack.name} ${rule} ${hostile.method} ${JSON.stringify([...headers])}`);
      continue;
    }
    seen.refusals[result.status] = (seen.refusals[result.status] ?? 0) + 1;
    for (const secret of [TOKEN, secrets.SESSION_SECRET])
      if (result.message.includes(secret)) seen.leaks.push(`${i} ${attack.name} ${result.message}`);
  }
  return seen;
}

/** What a request from another site or machine bears. */
const MARKS: readonly [string, string][] = [
  ["sec-fetch-site", "cross-site"],
  ["sec-fetch-site", "same-site"],
  ["origin", "https://evil.example"],
  ["origin", "null"],
  ["host", "evil.example"],
  ["host", "localhost.evil.example"],
  ["host", "localhost, evil.example"],
  ["host", "localhost@evil.example"],
  ["host", "0.0.0.0:3000"],
  ["host", "127.1"],
  ["x-forwarded-host", "tunnel.example"],
  ["x-forwarded-for", "192.168.1.4"],
  ["x-forwarded-for", "127.0.0.1, 192.168.1.4"],
];

/** So many requests from elsewhere to an app in open mode; those that were admitted. */
export async function attackOpen(count: number, start: number): Promise<string[]> {
  const seed = seeded(start);
  const e = openEnv();
  const admitted: string[] = [];
  for (let i = 0; i < count; i += 1) {
    const headers = noise(seed);
    headers.set("host", "localhost:3000");
    headers.set(...seed.pick(MARKS));
    if (seed.random() < 0.3) headers.set("authorization", `Bearer ${TOKEN}`);
    const hostile = new Request("http://localhost:3000/x", { method: method(seed), headers });
    const result = await outcome(admit(hostile, seed.pick(["fire", "read", "write"] as const), e));
    if (!HttpProblem.is(result)) admitted.push(`${i} ${JSON.stringify([...headers])}`);
  }
  return admitted;
}
