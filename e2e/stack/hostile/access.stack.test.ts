import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { PAGES, ROUTES } from "#next/addresses.js";
import { type Stack, startStack } from "@/local/stack";
import { callerOf, control } from "../client";

let stack: Stack;

beforeAll(async () => {
  stack = await startStack();
});
afterAll(() => stack?.stop());

const stored = async () => (await control<unknown[]>(stack.sentry.url, "events?limit=100")).length;

/** Addresses of a build, from Next's own manifest: a new route is covered the moment it is built. */
async function builtRoutes(): Promise<string[]> {
  const manifest = JSON.parse(
    await readFile(join(".next", "app-path-routes-manifest.json"), "utf8"),
  ) as Record<string, string>;
  return [...new Set(Object.values(manifest))].filter((path) => !/^\/(_|icon)/.test(path));
}

/** Each of these lists is one route of the build. */
const CAUGHT = [
  ...ROUTES.map((path) => `/api/health/${path}`),
  ...PAGES.map((path) => (path ? `/admin/sentry/${path}` : "/admin/sentry")),
].map((path) => path.replace("*", "[id]"));

const BROWSER_OPTIONS = [
  "dsn",
  "environment",
  "release",
  "initialScope",
  "tracesSampleRate",
  "dataCollection",
];
const holdsOnly = (json: string, names: readonly string[]): boolean =>
  Object.keys(JSON.parse(json) as object).every((name) => names.includes(name));

/** What a stranger may learn, and nothing else: each address with the statuses that it may answer. */
const OPEN: Readonly<Record<string, (method: string, status: number, body: string) => boolean>> = {
  "/": (_method, status) => status === 200 || status === 405,
  // A form that is sent before its script has run leads back to the page.
  "/admin/sentry/sign-in": (method, status) => status === (method === "POST" ? 303 : 200) || status === 405,
  "/api/health/live": (_method, status) => [200, 405].includes(status),
  "/api/health/ready": (_method, status) => [200, 503, 405].includes(status),
  "/api/health/sentry/status": (method, status, body) =>
    method === "GET" ? /^\{"status":"(pass|warn|fail)"\}$/.test(body) : [405, 200, 503].includes(status),
  // Signing in and out are for strangers; without a body the answer is that there is none.
  "/api/health/sentry/session": (method, status) =>
    method === "DELETE" ? status < 500 : status >= 400 && status < 500,
  // What a browser's SDK is started with: everybody's browser has it.
  "/sentry-settings": (method, status, body) =>
    method === "GET" ? status === 200 && holdsOnly(body, BROWSER_OPTIONS) : status === 405 || body === "",
  // Inngest's endpoint says that it is there; every call that would do something must be signed.
  "/api/inngest": (method, status) =>
    method === "GET" || method === "OPTIONS" ? status < 500 : status >= 400,
};

test("every built route is closed to a stranger, but for those that are meant for one", async () => {
  const routes = [...(await builtRoutes()), ...CAUGHT];
  expect(routes).toContain("/api/health/sentry");
  const before = await stored();
  let asked = 0;
  for (const route of routes) {
    const path = route.replace(/\[+[^\]]+\]+/g, "01a2071388e076938897a782d26598ce");
    for (const method of ["GET", "POST", "PUT", "DELETE", "HEAD"]) {
      const response = await fetch(`${stack.url}${path}`, { method, redirect: "manual" });
      const body = await response.text();
      asked += 1;
      const open = OPEN[route];
      const refused = [401, 403, 404, 405].includes(response.status);
      const sentAway =
        response.status === 307 && (response.headers.get("location") ?? "").includes("/admin/sentry/sign-in");
      const fine = open ? open(method, response.status, body) : refused || sentAway;
      expect(fine, `${method} ${path}: ${response.status} ${body.slice(0, 200)}`).toBe(true);
    }
  }
  expect(await stored()).toBe(before);
  console.log(`${routes.length} routes, ${asked} anonymous requests: 0 admitted`);
});

test.each([
  ["GET", "sentry/nothing", 404, null],
  ["POST", "sentry-nothing", 404, null],
  ["DELETE", "sentry/runs/01a2071388e076938897a782d26598ce/more", 404, null],
  ["POST", "live", 405, "GET, HEAD"],
  ["DELETE", "sentry/verify", 405, "GET, POST"],
  ["HEAD", "sentry/verify", 405, "GET, POST"],
  ["DELETE", "sentry/runs", 405, "GET, HEAD, POST"],
  ["GET", "sentry/session", 405, "POST, DELETE"],
])(
  "%s /api/health/%s answers %i, and says which methods there are: %s",
  async (method, path, status, allow) => {
    const response = await fetch(`${stack.url}/api/health/${path}`, { method });
    expect(response.status).toBe(status);
    expect(response.headers.get("allow")).toBe(allow);
    expect(response.headers.get("content-type")).toBe("application/problem+json");
    if (method === "HEAD") return;
    expect(await response.json()).toMatchObject({ status, detail: expect.stringMatching(/^\w.+\.$/) });
  },
);

test("5,000 hostile requests over HTTP: none admitted, no run fired, no event sent, no 500", {
  tags: ["long"],
}, async () => {
  const before = await stored();
  const methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];
  const credentials = [
    {},
    { authorization: "Bearer " },
    { authorization: `Bearer ${stack.token.slice(0, -1)}` },
    { authorization: `Bearer ${stack.token}x` },
    { authorization: `bearer ${stack.token.toUpperCase()}` },
    { authorization: `Basic ${Buffer.from(`admin:${stack.token}`).toString("base64")}` },
    { authorization: `Token ${stack.token}` },
    { cookie: `roundtrip_session=${stack.token}` },
    { cookie: "roundtrip_session=eyJhbGciOiJub25lIn0.eyJleHAiOjk5OTk5OTk5OTl9." },
    { cookie: "__Host-roundtrip_session=a.b.c; roundtrip_session=a.b.c", origin: "https://evil.example" },
    { "x-forwarded-for": "127.0.0.1", "x-forwarded-host": "localhost", "x-real-ip": "127.0.0.1" },
    {
      "x-middleware-subrequest": "proxy:proxy:proxy:proxy:proxy",
      "x-check-verify-token": `${"0".repeat(32)}.${"0".repeat(64)}`,
    },
    { "x-check-run": "01a2071388e076938897a782d26598ce", "sec-fetch-site": "same-origin" },
  ];
  const paths = [
    "/api/health/sentry",
    "/api/health/sentry-extra",
    "/api/health/sentry-inngest",
    "/api/health/sentry-celery-ignored",
    "/api/health/sentry/verify",
    "/api/health/sentry/runs/01a2071388e076938897a782d26598ce",
    "/api/health//sentry",
    "/api/health/sentry/",
    "/api/health/%73entry",
    "/API/health/sentry",
    "/admin/sentry",
    `/api/health/sentry?token=${stack.token}`,
  ];
  const bodies = [undefined, "{}", "[]", "\u0000", "x".repeat(40_000), '{"checks":["sentry"]}'];
  const statuses = new Map<number, number>();
  const total = 5_000;
  let next = 0;
  await Promise.all(
    Array.from({ length: 16 }, async () => {
      for (let index = next++; index < total; index = next++) {
        const method = methods[index % methods.length] ?? "GET";
        const body = ["GET", "HEAD"].includes(method) ? undefined : bodies[index % bodies.length];
        const response = await fetch(`${stack.url}${paths[index % paths.length]}`, {
          method,
          redirect: "manual",
          headers: {
            ...credentials[index % credentials.length],
            ...(body ? { "content-type": index % 2 ? "application/json" : "text/plain" } : {}),
          },
          ...(body === undefined ? {} : { body }),
        });
        await response.arrayBuffer();
        statuses.set(response.status, (statuses.get(response.status) ?? 0) + 1);
      }
    }),
  );
  const table = [...statuses].sort(([a], [b]) => a - b).map(([status, count]) => `${status}: ${count}`);
  console.log(`${total} hostile requests: ${table.join(", ")}`);
  const allowed = new Set([204, 307, 308, 400, 401, 403, 404, 405, 413, 415]);
  expect([...statuses.keys()].filter((status) => !allowed.has(status))).toEqual([]);
  expect(await stored()).toBe(before);
});

test("a flood of unauthenticated requests sends nothing, and the app goes on answering", {
  tags: ["long"],
}, async () => {
  const before = await stored();
  const time = async () => {
    const started = performance.now();
    await (await fetch(`${stack.url}/api/health/sentry/status`)).arrayBuffer();
    return performance.now() - started;
  };
  const median = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
  const idle: number[] = [];
  for (let round = 0; round < 20; round += 1) idle.push(await time());
  const busy: number[] = [];
  let left = 10_000;
  const flood = Array.from({ length: 16 }, async () => {
    while (left-- > 0) await (await fetch(`${stack.url}/api/health/sentry`)).arrayBuffer();
  });
  const measuring = (async () => {
    while (left > 0) busy.push(await time());
  })();
  await Promise.all([...flood, measuring]);
  console.log(
    `10,000 unauthenticated requests: ${(await stored()) - before} events; latency under the flood ${(median(busy) / median(idle)).toFixed(1)} times the idle one`,
  );
  expect(await stored()).toBe(before);
  expect(busy.length).toBeGreaterThan(0);
});

test("commands on a page name the port here to who reads it on this machine, and no address to anybody else", async () => {
  const cookie = await callerOf(stack).signIn();
  const commands = async (headers: Record<string, string>) => {
    const page = await fetch(`${stack.url}/admin/sentry/causes`, { headers: { cookie, ...headers } });
    return [...new Set((await page.text()).match(/--url [^\s`<"\\]+/g))];
  };
  expect(await commands({})).toEqual([`--url ${stack.url}`]);
  expect(await commands({ "x-forwarded-host": "shop.example" })).toEqual(["--url URL"]);
});
