import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { ApiClient } from "./api-client.js";

const closing: (() => unknown)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** Asks a server that answers everything with this. */
function asked(status: number, body: unknown, headers: Record<string, string> = {}) {
  return askedOf((_, response) => {
    response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
  });
}

async function askedOf(answer: RequestListener) {
  const server = createServer(answer);
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  closing.push(() => {
    server.close();
    server.closeAllConnections();
  });
  const { port } = server.address() as AddressInfo;
  return new ApiClient(`http://127.0.0.1:${port}`, "fake-token", async () => undefined).get("api/0/");
}
const coded = (code: string) => ({ detail: { code, message: "Sentry's own words", extra: {} } });

describe("a refused token", () => {
  test.each([
    [401, "sso-required"],
    [401, "2fa-required"],
    [401, "member-disabled-over-limit"],
    [403, "superuser-required"],
  ])("is its owner's where Sentry says so: %d %s", async (status, code) => {
    await expect(asked(status, coded(code))).rejects.toMatchObject({ why: "account", detail: code });
  });

  test.each([
    [401, { detail: "Invalid token" }, "unauthorized"],
    [401, coded("something-else"), "unauthorized"],
    [401, { detail: "Invalid Bearer token." }, "unauthorized"],
    [403, { detail: "This token does not have the required capability: events:read." }, "forbidden"],
    [401, { detail: "Not authenticated" }, "refused"],
    [401, { detail: "blocked by policy" }, "refused"],
    [401, { message: "No API key found in request" }, "refused"],
    [403, { detail: "blocked by policy" }, "refused"],
    [403, { detail: { reason: "geo" } }, "refused"],
    [403, { detail: "Discover, Performance, or Explore is required to access this endpoint." }, "denied"],
    [403, coded("something-else"), "denied"],
    [403, { detail: "You do not have permission to perform this action." }, "forbidden"],
    [404, coded("sso-required"), null],
  ])("is the token's own otherwise: %d %j", async (status, body, why) => {
    const asking = asked(status, body);
    if (why) await expect(asking).rejects.toMatchObject({ why });
    else expect((await asking).status).toBe(404);
  });
});

test("a server of another language is asked for its English words", async () => {
  const asking = askedOf(({ headers }, response) => {
    const detail = headers["accept-language"]?.startsWith("en") ? "Invalid token" : "Ungültiges Token";
    response.writeHead(401, { "content-type": "application/json" }).end(JSON.stringify({ detail }));
  });
  await expect(asking).rejects.toMatchObject({ why: "unauthorized" });
});

test.each([
  ["\u0007 \u2028", "forbidden", ""],
  [" \u202egnihton\r\nroundtrip: all is well\u2066 ", "denied", "gnihton roundtrip: all is well"],
  [`${"x".repeat(199)}\u{1f6ab}`, "denied", "x".repeat(199)],
])("of a reason %j to deny, only what reads as one line is told", async (message, why, detail) => {
  const asking = asked(403, { detail: { code: "something-else", message } });
  await expect(asking).rejects.toMatchObject({ why, detail });
});

test.each([
  [400, { detail: "Invalid query" }, {}, "bad_request"],
  [402, { detail: "Payment Required" }, {}, "payment"],
  [402, { error: { code: 402, message: "This deployment has been disabled" } }, {}, "payment"],
  [405, { detail: "Method not allowed" }, {}, "refused"],
  [408, { detail: "Request timed out" }, {}, "timeout"],
  [
    410,
    { message: "This API no longer exists." },
    { "x-sentry-deprecation-date": "2026-05-14" },
    "bad_request",
  ],
  [410, { message: "gone" }, {}, "refused"],
  [422, { detail: [{ loc: ["query"] }] }, {}, "bad_request"],
  [451, { detail: "Unavailable for legal reasons" }, {}, "refused"],
])("%d %j %j says %s of what was asked", async (status, body, headers, why) => {
  await expect(asked(status, body, headers)).rejects.toMatchObject({ why, status });
});

const YEARS_AHEAD = "Fri, 31 Dec 9999 23:59:59 GMT";

test.each<[string, string, number]>([
  ["retry-after", "30", 30_000],
  ["retry-after", "9".repeat(400), 300_000],
  ["retry-after", YEARS_AHEAD, 300_000],
  ["x-sentry-rate-limit-reset", "9".repeat(20), 300_000],
])(
  "a pause that is asked for ends within minutes, whatever a server says: %s: %s",
  async (name, value, ms) => {
    await expect(asked(429, {}, { [name]: value })).rejects.toMatchObject({ retryAfterMs: ms });
  },
);

test.each([
  ["x-sentry-rate-limit-limit", "40"],
  ["www-authenticate", 'xBasic realm="api"'],
])("a refusal is Sentry's own where it has the header %s", async (name, value) => {
  await expect(asked(401, { detail: "in new words" }, { [name]: value })).rejects.toMatchObject({
    why: "unauthorized",
  });
});

test.each([
  [{ detail: "The requested resource does not exist" }, true],
  [{ detail: "Event not found" }, true],
  [{ detail: "Not Found" }, false],
  [{ detail: "no route matched" }, false],
])("a 404 says whose it is: %j", async (body, isOwn) => {
  expect(await asked(404, body)).toMatchObject({ isOwn });
});

test("a server that closes the connection before it answers is not reached, and sent nothing that was cut off", async () => {
  const server = createServer((request) => request.socket.destroy());
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  closing.push(() => server.close());
  const { port } = server.address() as AddressInfo;
  const client = new ApiClient(`http://127.0.0.1:${port}`, null, async () => undefined);
  await expect(client.ask("api/0/")).rejects.toMatchObject({ why: "unreachable", status: null });
});

test("a server that closes the connection within its answer has cut it off", async () => {
  const server = createServer((request, response) => {
    response.writeHead(200, { "content-length": "1000" }).write("{");
    setImmediate(() => request.socket.destroy());
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  closing.push(() => server.close());
  const { port } = server.address() as AddressInfo;
  const client = new ApiClient(`http://127.0.0.1:${port}`, null, async () => undefined);
  await expect(client.ask("api/0/")).rejects.toMatchObject({ why: "truncated" });
});
