import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { changed, look } from "./look.js";
import { FollowError } from "./trouble.js";

let server: Server | undefined;
afterEach(async () => {
  server?.closeAllConnections();
  await new Promise((done) => (server ? server.close(done) : done(undefined)));
  server = undefined;
});

async function serve(handle: (request: IncomingMessage, response: ServerResponse) => void) {
  const mine = createServer(handle);
  server = mine;
  await new Promise<void>((ready) => mine.listen(0, "127.0.0.1", ready));
  const { port } = mine.address() as AddressInfo;
  return (path: string, init?: RequestInit) => fetch(`http://127.0.0.1:${port}${path}`, init);
}
const html = (response: ServerResponse, status: number, body: string) =>
  response.writeHead(status, { "content-type": "text/html" }).end(body);
const nonceOf = (request: IncomingMessage) => String(request.headers["x-check-nonce"]);
const pageFor = (nonce: string, more = "") => `<div data-nonce="${nonce}">${more}</div>`;

/** Enough of a parser for what is asked of one here: an attribute, by its name. */
const parse = (text: string) =>
  ({
    querySelector: (selector: string) => {
      const name = selector.slice(1, -1);
      const value = new RegExp(`${name}="([^"]*)"`).exec(text)?.[1];
      return value === undefined ? null : { getAttribute: () => value };
    },
  }) as unknown as ParentNode;

type Ask = Awaited<ReturnType<typeof serve>>;
const troubleOf = async (act: Promise<unknown>) => {
  const error = await act.catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(FollowError);
  return (error as FollowError).trouble;
};
const looked = (ask: Ask) => look(ask, "/admin/sentry?only=sentry", parse);

test("the page as it is now repeats the nonce of the request", async () => {
  const ask = await serve((request, response) => html(response, 200, pageFor(nonceOf(request))));
  expect((await looked(ask)).querySelector("[data-nonce]")).not.toBeNull();
});

test("a page that was kept of another request is a cache's", async () => {
  const ask = await serve((_, response) => html(response, 200, pageFor("of-an-earlier-request")));
  expect((await troubleOf(looked(ask))).title).toBe("A cache answered in the app's place.");
});

test("who is led to the sign-in is signed out", async () => {
  const ask = await serve((request, response) => {
    if (request.url?.startsWith("/admin/sentry/sign-in")) return html(response, 200, "<h1>Sign in</h1>");
    response.writeHead(307, { location: "/admin/sentry/sign-in?next=%2Fadmin%2Fsentry" }).end();
  });
  expect(await troubleOf(looked(ask))).toMatchObject({ title: "You are signed out.", signIn: true });
});

test("a page whose store is down says nothing of any check", async () => {
  const ask = await serve((request, response) =>
    html(response, 200, pageFor(nonceOf(request), '<p data-store-down="">')),
  );
  expect((await troubleOf(looked(ask))).detail).toMatch(/Check STORE_URL/);
});

test.each([200, 404, 502])("a foreign page that answers %d is told by its address", async (status) => {
  const ask = await serve((_, response) => html(response, status, "<h1>Sign in to the network</h1>"));
  const { title, detail } = await troubleOf(looked(ask));
  expect(title).toBe("The answer is not Roundtrip's.");
  expect(detail).toContain(`/admin/sentry was answered ${status} with text/html`);
});

test("an app that is not there, or whose answer breaks off, does not answer", async () => {
  const gone = () => fetch("http://127.0.0.1:1/");
  expect((await troubleOf(looked(gone))).title).toBe("The app does not answer.");
  expect((await troubleOf(changed(gone, null))).title).toBe("The app does not answer.");
  const ask = await serve((_, response) => {
    response.writeHead(200, { "content-length": "1000" }).write("<div");
    response.destroy();
  });
  expect((await troubleOf(looked(ask))).title).toBe("The app does not answer.");
});

test("what the verdicts are known by is asked for as who waits for others does, whose answer is no error", async () => {
  const asked: unknown[] = [];
  const ask = await serve((request, response) => {
    asked.push([request.url, request.headers["if-none-match"]]);
    const headers = { etag: '"one"', "x-check-nonce": nonceOf(request) };
    response.writeHead(request.headers["if-none-match"] === '"one"' ? 304 : 200, headers).end();
  });
  const newest = { tag: '"one"', againSeconds: 0 };
  expect(await changed(ask, null)).toEqual(newest);
  expect(await changed(ask, '"one"')).toEqual(newest);
  expect(await changed(ask, '"one"', 3)).toEqual(newest);
  const path = "/api/health/sentry/status";
  expect(asked).toEqual([
    [`${path}?wait=0`, '""'],
    [`${path}?wait=0`, '"one"'],
    [`${path}?wait=3`, '"one"'],
  ]);
});

test.each([
  ["7", 7],
  ["0", 0],
  ["-1", 0],
  ["86400", 60],
  ["soon", 0],
])("an answer with Retry-After %s has the page come again after %i s", async (after, againSeconds) => {
  const ask = await serve((request, response) =>
    response.writeHead(304, { etag: '"one"', "x-check-nonce": nonceOf(request), "retry-after": after }).end(),
  );
  expect(await changed(ask, '"one"', 1)).toEqual({ tag: '"one"', againSeconds });
});

test("an answer of somebody else, or a problem, says nothing of the verdicts", async () => {
  const problem = { title: "Store Down", detail: "Check STORE_URL." };
  const ask = await serve((request, response) => {
    if (request.headers["if-none-match"] === '"one"')
      return html(response, 200, "<h1>Sign in to the network</h1>");
    response.writeHead(503, { "content-type": "application/problem+json" }).end(JSON.stringify(problem));
  });
  expect(await troubleOf(changed(ask, null))).toMatchObject({ ...problem, title: "Store Down." });
  expect((await troubleOf(changed(ask, '"one"'))).title).toBe("The answer is not Roundtrip's.");
});
