import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test, vi } from "vitest";
import { client } from "#cli/client.js";
import { findChromium } from "./chromium.js";
import { fireInBrowser } from "./run.js";

const NONCE = "a-nonce-made-for-this-test";

const RUN = "0199aabbccdd7eee8000000000000001";
const CAPABILITY = `${RUN}.${"c".repeat(64)}`;
const TOKEN = "fake-admin-token-0123456789-abcdefghijkl";
const PAGE = `/admin/checks/browser/${RUN}`;

const closing: (() => unknown)[] = [];
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const close of closing.splice(0)) await close();
});

interface Seen {
  path: string;
  capability: string | undefined;
  authorization: string | undefined;
  body: unknown;
}

/** An app that mints one run; `page` answers whatever a browser asks for. */
async function app(page: (path: string, response: ServerResponse) => void) {
  const seen: Seen[] = [];
  const server = createServer(async (request, response) => {
    let text = "";
    for await (const chunk of request) text += String(chunk);
    const { authorization, "x-check-token": capability } = request.headers;
    const path = request.url ?? "";
    seen.push({ path, capability: capability?.toString(), authorization, body: text && JSON.parse(text) });
    if (path.endsWith("/runs")) {
      const nonce = String(request.headers["x-check-nonce"]);
      response.writeHead(201, { "content-type": "application/json", "x-check-nonce": nonce });
      const href = `/api/health/sentry/runs/${RUN}`;
      const parts = [{ role: "main", eventId: RUN }];
      const check = "sentry-browser";
      response.end(
        JSON.stringify({ status: "ok", check, run: RUN, href, parts, page: PAGE, capability: CAPABILITY }),
      );
    } else if (path.endsWith("/evidence")) response.writeHead(204).end();
    else page(path, response);
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  closing.push(() => {
    server.closeAllConnections();
    return new Promise((done) => server.close(done));
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/shop`;
  return { url, seen };
}

async function fired(url: string, expected = {}) {
  const given = { client: client({ url, token: TOKEN }), check: "sentry-browser", expect: expected, url };
  const run = await fireInBrowser({ ...given, nonce: NONCE });
  if (run.run !== null) closing.push(run.close);
  return run;
}

const html = (response: ServerResponse, body: string) =>
  response.writeHead(200, { "content-type": "text/html" }).end(body);

test("a browser that is not where CHROME_PATH says is named, and no run is minted", async () => {
  vi.stubEnv("CHROME_PATH", "/nowhere/chrome");
  const { url, seen } = await app(() => undefined);
  expect(await fired(url)).toEqual({
    run: null,
    why: expect.stringMatching(/^\/nowhere\/chrome did not start \(.*ENOENT/),
  });
  expect(seen).toEqual([]);
});

test("a browser that ends at once is named with what it said", async () => {
  vi.stubEnv("CHROME_PATH", "/bin/false");
  const { url, seen } = await app(() => undefined);
  expect(await fired(url)).toMatchObject({
    run: null,
    why: expect.stringContaining("/bin/false did not start"),
  });
  expect(seen).toEqual([]);
});

describe.skipIf(!findChromium())("a real browser", () => {
  test("loads the page with the run's capability, which nothing else gets, and runs its script", async () => {
    let loaded: () => void = () => undefined;
    const scriptRan = new Promise<void>((done) => {
      loaded = done;
    });
    const { url, seen } = await app((path, response) => {
      if (path.endsWith("/ran")) loaded();
      html(response, path.endsWith(PAGE) ? '<script>fetch("/shop/ran")</script>' : "");
    });
    const run = await fired(url, { release: "shop@1" });
    expect(run.run).toBe(RUN);
    await scriptRan;
    expect(seen.find((one) => one.path === `/shop${PAGE}`)).toMatchObject({ capability: CAPABILITY });
    expect(seen.find((one) => one.path.endsWith("/ran"))).toMatchObject({ capability: undefined });
    expect(seen.filter((one) => one.authorization).map((one) => one.path)).toEqual([
      "/shop/api/health/sentry/runs",
    ]);
    expect(seen[0]?.body).toEqual({ check: "sentry-browser", expect: { release: "shop@1" } });
  });

  const NOT_REACHED = { kind: "not_reached", role: "main", runtime: "browser" };
  test.each([
    [
      "answers 502",
      (_: string, response: ServerResponse) => response.writeHead(502).end("bad"),
      { status: 502 },
    ],
    [
      "is behind a sign-in",
      (path: string, response: ServerResponse) =>
        path.endsWith(PAGE)
          ? response.writeHead(302, { location: "/shop/sign-in" }).end()
          : html(response, "sign in"),
      { status: null, code: expect.stringContaining("it was sent on to 127.0.0.1") },
    ],
    [
      "cuts the connection",
      (_: string, response: ServerResponse) => response.destroy(),
      { status: null, code: expect.stringMatching(/^net::ERR_/) },
    ],
  ])("that is given a page which %s says so of the run", async (_title, page, problem) => {
    const { url, seen } = await app(page);
    expect((await fired(url)).run).toBe(RUN);
    const told = seen.find((one) => one.path.endsWith("/evidence"));
    expect(told).toMatchObject({ capability: CAPABILITY, body: [{ ...NOT_REACHED, ...problem }] });
    expect(told?.authorization).toBe(undefined);
    const redirected = seen.find((one) => one.path === "/shop/sign-in");
    expect(redirected?.capability).toBe(undefined);
  });
});
