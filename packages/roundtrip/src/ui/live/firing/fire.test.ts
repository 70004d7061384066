import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { FollowError } from "../trouble.js";
import { type Ask, fire, mint } from "./fire.js";

const RUN = "019f0000000070008000000000000001";
const OTHER = "019f0000000070008000000000000002";
const never = new AbortController().signal;
let server: Server | undefined;

afterEach(async () => {
  server?.closeAllConnections();
  await new Promise((done) => (server ? server.close(done) : done(undefined)));
  server = undefined;
});

/** A real server on a free port; gives what the page would use to ask it. */
async function serve(handle: (request: IncomingMessage, response: ServerResponse) => void): Promise<Ask> {
  const mine = createServer(handle);
  server = mine;
  await new Promise<void>((ready) => mine.listen(0, "127.0.0.1", ready));
  const { port } = mine.address() as AddressInfo;
  return (path, init) => fetch(`http://127.0.0.1:${port}${path}`, init);
}
const json = (
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
) => response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));

const nonceOf = (request: IncomingMessage) => String(request.headers["x-check-nonce"]);
const own = (request: IncomingMessage) => ({ "x-check-nonce": nonceOf(request) });
const under = (nonce: string, ...runs: string[]) => ({
  nonce,
  runs: runs.map((run) => ({ check: "sentry", run, href: "" })),
});

test("firing posts JSON to the check's own address and gives the run that the app keeps under its nonce", async () => {
  const asked: string[] = [];
  const nonces = new Set<string>();
  const ask = await serve((request, response) => {
    asked.push(`${request.method} ${request.url?.split("?")[0]} ${request.headers["content-type"]}`);
    nonces.add(nonceOf(request));
    if (request.method === "POST") json(response, 200, {}, { "x-check-run": OTHER, ...own(request) });
    else json(response, 200, under(nonceOf(request), RUN), own(request));
  });
  expect(await fire(ask, "/api/health/sentry-extra", never)).toBe(RUN);
  expect(asked).toEqual([
    "POST /api/health/sentry-extra application/json",
    "GET /api/health/sentry/runs undefined",
  ]);
  expect(await fire(ask, "/api/health/sentry-extra", never)).toBe(RUN);
  expect(nonces.size).toBe(2);
});

test("an uncaught error answers a bare 500, and its run is known by its nonce", async () => {
  const ask = await serve((request, response) => {
    if (request.method === "POST") response.writeHead(500, { "x-check-run": RUN }).end("error");
    else json(response, 200, under(nonceOf(request), RUN), own(request));
  });
  expect(await fire(ask, "/api/health/sentry", never)).toBe(RUN);
});

test.each([500, 200])(
  "an answer of %i that names no run, as without a proxy, has its run by its nonce",
  async (status) => {
    const ask = await serve((request, response) => {
      if (request.method === "POST") response.writeHead(status).end("error");
      else json(response, 200, under(nonceOf(request), RUN), own(request));
    });
    expect(await fire(ask, "/api/health/sentry", never)).toBe(RUN);
  },
);

test("only the firing itself is sent within what it is given, since that may be the run's own trace", async () => {
  let inside = 0;
  const ask = await serve((request, response) => {
    if (request.method === "POST") json(response, 200, {}, { "x-check-run": RUN });
    else json(response, inside, under(nonceOf(request), RUN), own(request));
  });
  const id = await fire(ask, "/api/health/sentry-trace", never, async (send) => {
    const sent = await send();
    inside = 200;
    return sent;
  });
  expect(id).toBe(RUN);
});

test.each<[string, (request: IncomingMessage) => [number, unknown, Record<string, string>]]>([
  [
    "the firing, and repeats its nonce",
    () => [500, "error", { "x-check-run": RUN, "x-check-nonce": "of-an-earlier-request" }],
  ],
  [
    "the firing of before nonces were sent",
    (request) =>
      request.method === "POST"
        ? [500, "error", { "x-check-run": RUN }]
        : [200, under(nonceOf(request)), own(request)],
  ],
  ["the firing, and says for how long it had it", () => [200, {}, { "x-check-run": RUN, age: "86400" }]],
  [
    "the look-up too",
    (request) =>
      request.method === "POST"
        ? [500, "error", { "x-check-run": RUN, ...own(request) }]
        : [200, under("of-an-earlier-request", RUN), own(request)],
  ],
])("a cache that answers %s has fired nothing", async (_title, answers) => {
  const ask = await serve((request, response) => {
    const [status, body, headers] = answers(request);
    json(response, status, body, headers);
  });
  const error = await fire(ask, "/api/health/sentry", never).catch((thrown: unknown) => thrown);
  expect((error as FollowError).trouble.title).toBe("A cache answered in the app's place.");
});

test("a proxy that takes the nonce away is no cache", async () => {
  const ask = await serve((request, response) => {
    if (request.method === "POST") response.writeHead(500, { "x-check-run": RUN }).end("error");
    else
      json(response, 200, under(new URL(request.url ?? "", "http://here").searchParams.get("nonce") ?? ""));
  });
  const error = await fire(ask, "/api/health/sentry", never).catch((thrown: unknown) => thrown);
  expect((error as FollowError).trouble.detail).toMatch(/pass headers named x-check/);
});

test("a firing that was refused is told in the app's own words, though the answer names a run", async () => {
  const problem = { title: "Store Down", detail: "Check STORE_URL." };
  const ask = await serve((request, response) => {
    if (request.method === "GET") return json(response, 200, under(nonceOf(request)), own(request));
    const headers = { "x-check-run": RUN, ...own(request), "content-type": "application/problem+json" };
    return json(response, 503, problem, headers);
  });
  const error = await fire(ask, "/api/health/sentry", never).catch((thrown: unknown) => thrown);
  expect((error as FollowError).trouble).toMatchObject({ ...problem, title: "Store Down." });
});

test("minting names the check, and gives the page that raises its errors, in an answer to this very request", async () => {
  const asked: unknown[] = [];
  let kept: Record<string, string> | undefined;
  const minted = { run: RUN, page: `/admin/checks/browser/${RUN}`, capability: `${RUN}.0` };
  const ask = await serve(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += String(chunk);
    asked.push([request.method, request.url, JSON.parse(body)]);
    json(response, 201, minted, kept ?? own(request));
  });
  expect(await mint(ask, "sentry-browser", never)).toEqual(minted);
  expect(asked).toEqual([["POST", "/api/health/sentry/runs", { check: "sentry-browser" }]]);
  for (const [headers, title] of [
    [{ "x-check-nonce": "of-an-earlier-request" }, "A cache answered in the app's place."],
    [{}, "Nobody knows whether the check was fired."],
  ] as const) {
    kept = headers;
    const error = await mint(ask, "sentry-browser", never).catch((thrown: unknown) => thrown);
    expect((error as FollowError).trouble.title).toBe(title);
  }
});

test("a run that is not minted is explained", async () => {
  const ask = await serve((_, response) => json(response, 429, {}, { "retry-after": "7" }));
  const error = await mint(ask, "sentry-browser", never).catch((thrown: unknown) => thrown);
  expect((error as FollowError).trouble.detail).toMatch(/7 s/);
});

test.each<[number, Record<string, string>, unknown, RegExp, { signIn?: true; everywhere: boolean }]>([
  [503, {}, { title: "Store Down", detail: "STORE_URL does not answer." }, /STORE_URL/, { everywhere: true }],
  [
    503,
    {},
    { title: "Service Unavailable", detail: "Roundtrip is closed: ADMIN_TOKEN is not set." },
    /closed/,
    { everywhere: true },
  ],
  [429, { "retry-after": "40" }, { title: "Too Many Requests" }, /40 s/, { everywhere: true }],
  [429, {}, {}, /in a minute/, { everywhere: true }],
  [401, {}, {}, /session has ended/, { signIn: true, everywhere: true }],
  [
    403,
    {},
    { title: "Forbidden", detail: "Another site sent this request." },
    /Another site/,
    { everywhere: true },
  ],
  [
    404,
    {},
    { title: "Unknown check", detail: "there is no such check" },
    /no such check/,
    { everywhere: false },
  ],
  [
    500,
    {},
    { title: "Internal Server Error", detail: "The error was reported." },
    /was reported/,
    { everywhere: false },
  ],
  [500, {}, {}, /does not say why/, { everywhere: false }],
  [200, { "x-check-run": "../../elsewhere" }, {}, /does not say why/, { everywhere: false }],
])("an answer of %d that names no run is explained: %j %j", async (status, headers, body, detail, rest) => {
  const ask = await serve((_, response) => json(response, status, body, headers));
  const error = await fire(ask, "/api/health/sentry", never).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(FollowError);
  expect((error as FollowError).trouble).toMatchObject({
    detail: expect.stringMatching(detail),
    signIn: false,
    ...rest,
  });
});

test.each([200, 302, 401, 403, 404, 429, 500, 502])(
  "a page that answers %d in the app's place is not taken for the app",
  async (status) => {
    const ask = await serve((_, response) =>
      response
        .writeHead(status, { "content-type": "text/html; charset=utf-8" })
        .end("<html>Sign in to the network</html>"),
    );
    const error = await fire(ask, "/api/health/sentry", never).catch((thrown: unknown) => thrown);
    const { trouble } = error as FollowError;
    expect(trouble).toMatchObject({
      title: "The answer is not Roundtrip's.",
      signIn: false,
      everywhere: true,
    });
    expect(trouble.detail).toContain(`/api/health/sentry was answered ${status} with text/html.`);
  },
);

test("an app that is not there is said to be so", async () => {
  const gone: Ask = () => fetch("http://127.0.0.1:1/");
  const error = await fire(gone, "/api/health/sentry", never).catch((thrown: unknown) => thrown);
  expect((error as FollowError).trouble.title).toBe("The app does not answer.");
});
