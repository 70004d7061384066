import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { commitVariables } from "#config/app/release.js";
import { readEnv } from "#config/variables.js";
import { examine } from "#doctor/findings/examine.js";
import { examinePage } from "#doctor/findings/page.js";
import { changed } from "#doctor/testing/facts.js";
import { ask } from "#network/ask.js";
import { isRegistered, noteRegistered } from "#state/registered.js";
import { variableFacts } from "./facts.js";
import { edgeFacts, type PageQuestion, pageFacts } from "./page/read.js";

const closing: (() => unknown)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});
const soon = () => AbortSignal.timeout(100_000);

async function listening(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  closing.push(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const question = (origin: string | null): PageQuestion => ({
  origin,
  sendsTo: "https://o1.ingest.example/api/1/envelope/",
  checksBrowser: true,
  pages: ["/"],
});

describe("the page that a browser gets", () => {
  const page = (headers: Record<string, string> = {}) =>
    listening((request, response) => {
      response.writeHead(200, { "content-type": "text/html", ...(request.url === "/" ? {} : headers) });
      response.end('<!DOCTYPE html><html lang="en"><head></head></html>');
    });
  const codes = async (origin: string | null) =>
    examinePage(await pageFacts(question(origin), soon())).map(({ code }) => code);

  test("has no policy", async () => {
    expect(await codes(await page())).toEqual(["csp_ok"]);
  });

  test("of the way in has a policy that keeps browser errors in", async () => {
    const origin = await page({ "content-security-policy": "default-src 'self'" });
    const facts = await pageFacts(question(origin), soon());
    expect(examinePage(facts).map(({ code }) => code)).toEqual(["csp_blocks_ingest"]);
    expect(facts.policies.flatMap(({ page, texts }) => texts.map((text) => [page, text]))).toEqual([
      ["/admin/sentry/sign-in", "default-src 'self'"],
    ]);
  });

  const html = "<!DOCTYPE html><html><head>";
  /** An app of these pages: a page's head, or where it redirects. */
  const app = (pages: Readonly<Record<string, { head?: string; to?: string; policy?: string }>>) =>
    listening((request, response) => {
      const page = pages[request.url ?? ""];
      if (!page) return response.writeHead(404).end();
      if (page.to) return response.writeHead(307, { location: page.to }).end();
      const policy = page.policy ? { "content-security-policy": page.policy } : {};
      response.writeHead(200, { "content-type": "text/html", ...policy });
      return response.end(`${html}${page.head ?? ""}</head><body><meta content="x"></body></html>`);
    });
  const seen = async (origin: string, ...pages: string[]) =>
    examinePage(await pageFacts({ ...question(origin), pages }, soon())).map(({ code }) => code);
  const way = { "/admin/sentry/sign-in": {} };
  const SELF = "connect-src 'self'";

  test("is looked through in one pass, and has the policy of each <meta> that is whole", async () => {
    const policy = `<meta http-equiv="Content-Security-Policy" content="${SELF}">`;
    const origin = await app({ ...way, "/": { head: `${"<meta ".repeat(250_000)}${policy}` } });
    expect(await seen(origin, "/")).toEqual(["csp_blocks_ingest"]);
  });

  test("is read where the app redirects to, within the app", async () => {
    const origin = await app({ ...way, "/": { to: "/en" }, "/en": { to: "/en/" }, "/en/": { policy: SELF } });
    expect(await seen(origin, "/")).toEqual(["csp_blocks_ingest"]);
    const facts = await pageFacts(question(origin), soon());
    expect(facts.policies[0]).toEqual({ page: "/", at: "/en/", texts: [SELF], leaves: null });
  });

  test("has its policy read from a <meta>, however it is written", async () => {
    for (const head of [
      `<meta http-equiv="Content-Security-Policy" content="${SELF}">`,
      `<meta content='connect-src &#x27;self&#x27;' http-equiv=content-security-policy />`,
    ])
      expect(await seen(await app({ ...way, "/": { head } }), "/")).toEqual(["csp_blocks_ingest"]);
    const report = `<meta http-equiv="Content-Security-Policy-Report-Only" content="${SELF}">`;
    expect(await seen(await app({ ...way, "/": { head: report } }), "/")).toEqual(["csp_ok"]);
  });

  test("is each page that DOCTOR_PAGES names", async () => {
    const origin = await app({ ...way, "/": {}, "/shop": { policy: SELF } });
    expect(await seen(origin, "/")).toEqual(["csp_ok"]);
    expect(await seen(origin, "/", "/shop")).toEqual(["csp_blocks_ingest"]);
    expect(await seen(origin, "/", "/gone")).toEqual(["page_unread"]);
  });

  test("is unread where it breaks, which is another matter than a sign-in", async () => {
    const origin = await listening((request, response) => {
      if (request.url === "/broken") return response.writeHead(500).end();
      if (request.url === "/cut") return request.socket.destroy();
      return response.writeHead(request.url === "/login" ? 401 : 200).end();
    });
    const pages = ["/broken", "/cut", "/login"];
    const { unread } = await pageFacts({ ...question(origin), pages }, soon());
    expect(unread.map(({ because }) => because)).toEqual(["broken", "broken", undefined]);
  });

  test("is unread where it leads out of the app, or goes in circles", async () => {
    const origin = await app({ ...way, "/": { to: "https://sso.example/" }, "/round": { to: "/round" } });
    const facts = await pageFacts({ ...question(origin), pages: ["/", "/round"] }, soon());
    expect(facts.unread).toEqual([
      { page: "/", answer: "redirects to sso.example" },
      { page: "/round", answer: "redirects to itself, again and again" },
    ]);
  });

  test("redirects, is not there, or has no address", async () => {
    const elsewhere = await listening((_request, response) =>
      response.writeHead(307, { location: "https://sso.example/" }).end(),
    );
    expect(await codes(elsewhere)).toEqual(["page_unreachable"]);
    expect(await codes("http://127.0.0.1:1")).toEqual(["page_unreachable"]);
    expect(await codes(null)).toEqual([]);
  });
});

describe("the edge runtime", () => {
  const facts = changed({}).runtime.node;

  test("is asked with the app's own token", async () => {
    const seen: unknown[] = [];
    const origin = await listening((request, response) => {
      seen.push(request.url, request.headers.authorization);
      response.end(JSON.stringify(facts));
    });
    expect(await edgeFacts(origin, "token-for-tests", soon())).toEqual({
      edge: facts,
      edgeSlow: false,
      edgeCut: false,
      edgeInsecure: false,
      edgeRefusal: null,
      edgeCached: false,
      stranger: null,
    });
    expect(seen).toEqual(["/api/health/sentry/doctor/edge", "Bearer token-for-tests"]);
  });

  test.each([
    [401, "{}"],
    [200, "{}"],
    [200, "<html>"],
    [500, JSON.stringify(facts)],
  ])("says nothing with %d and %s", async (status, body) => {
    const origin = await listening((_request, response) => response.writeHead(status).end(body));
    expect((await edgeFacts(origin, undefined, soon())).edge).toBeNull();
  });

  test("says nothing in an answer that was made for an earlier request", async () => {
    const nonces: unknown[] = [];
    let kept: unknown;
    const origin = await listening((request, response) => {
      nonces.push(request.headers["x-check-nonce"]);
      kept ??= nonces[0];
      response.writeHead(200, { "x-check-nonce": String(kept) }).end(JSON.stringify(facts));
    });
    expect(await edgeFacts(origin, undefined, soon())).toMatchObject({ edge: facts, edgeCached: false });
    expect(await edgeFacts(origin, undefined, soon())).toMatchObject({ edge: null, edgeCached: true });
  });

  const HTML = { "content-type": "text/html" };
  test.each<[string, number, Record<string, string>, boolean]>([
    ["a page of another app", 200, HTML, true],
    ["a login", 401, HTML, true],
    ["another API", 404, { "content-type": "application/json" }, true],
    ["a redirect to a login elsewhere", 302, { location: "https://sso.example/" }, true],
    ["a redirect to another path here", 308, { location: "./edge/" }, false],
    ["an app of ours without this route", 404, { "content-type": "application/problem+json" }, false],
    ["a gateway that finds nobody", 502, HTML, false],
  ])("tells whether what answers is this app: %s", async (_, status, headers, isStranger) => {
    const origin = await listening((_request, response) => response.writeHead(status, headers).end("{}"));
    const { stranger } = await edgeFacts(origin, undefined, soon());
    expect(stranger).toEqual(isStranger ? { origin, status } : null);
  });

  test.each<[string, number, Record<string, string>, boolean]>([
    ["an app of ours without this route", 404, { "content-type": "application/problem+json" }, true],
    ["a gateway that finds nobody", 502, HTML, false],
  ])("hands on what was answered in its place: %s", async (_, status, headers, ours) => {
    const origin = await listening((_request, response) => response.writeHead(status, headers).end("{}"));
    expect((await edgeFacts(origin, undefined, soon())).edgeRefusal).toEqual({ status, ours });
  });

  test("is not asked without an address", async () => {
    expect((await edgeFacts(null, "token-for-tests", soon())).edge).toBeNull();
  });

  test("is not asked where the token would cross a network in the clear", async () => {
    const asked = await edgeFacts("http://app:3000", "token-for-tests", soon());
    expect(asked).toEqual({
      edge: null,
      edgeSlow: false,
      edgeCut: false,
      edgeInsecure: true,
      edgeRefusal: null,
      edgeCached: false,
      stranger: null,
    });
  });
});

describe("variables", () => {
  const look = (source: Record<string, string>) => {
    const variables = variableFacts(readEnv(source), source, true);
    const { findings } = examine(changed({ variables }));
    return findings.filter(({ level }) => level !== "ok").map(({ code, title }) => `${code}: ${title}`);
  };
  const whole = { SENTRY_ENVIRONMENT: "staging", COMMIT_SHA: "abc1234" };

  test("that fit are well", () => {
    expect(look(whole)).toEqual([]);
    expect(look({ ...whole, VERCEL_GIT_COMMIT_SHA: "abc1234" })).toEqual([]);
    expect(look({ ...whole, VERCEL_GIT_COMMIT_SHA: `ABC1234${"0".repeat(33)}` })).toEqual([]);
  });

  test("that are missing or contradict each other are named", () => {
    expect(look({})).toEqual([
      "environment_default: The environment is the default",
      "commit_latest: The release names no commit",
    ]);
    expect(look({ ...whole, GITHUB_SHA: "def" })).toEqual([
      "commit_contradicted: Two variables name different commits",
    ]);
    expect(look({ ...whole, GITHUB_SHA: `abc1235${"0".repeat(33)}` })).toHaveLength(1);
    expect(look({ ...whole, COMMIT_SHA: "abc", GITHUB_SHA: `abc${"0".repeat(37)}` })).toHaveLength(1);
    expect(look({ ...whole, FIRE_LIMIT_PER_HOUR: "many" })).toEqual([
      "variable_unusable: FIRE_LIMIT_PER_HOUR cannot be used",
    ]);
  });

  test("that name the commit count in their order", () => {
    const source = { VERCEL_GIT_COMMIT_SHA: "two", COMMIT_SHA: " one ", CI_COMMIT_SHA: " " };
    expect(commitVariables(source)).toEqual([
      { name: "COMMIT_SHA", value: "one" },
      { name: "VERCEL_GIT_COMMIT_SHA", value: "two" },
    ]);
    expect(readEnv(source).COMMIT_SHA).toBe("one");
  });
});

test("register() leaves its mark in the process", () => {
  expect(isRegistered()).toBe(false);
  noteRegistered();
  expect(isRegistered()).toBe(true);
});

test("an answer that does not end is cut short", async () => {
  const chunk = "x".repeat(1_000_000);
  const origin = await listening((_request, response) => {
    const more = () => {
      while (response.write(chunk) && !response.destroyed);
    };
    response.on("drain", more);
    more();
  });
  const { outcome } = await ask(origin, { deadline: soon() });
  expect(outcome).toMatchObject({ kind: "answered", status: 200, json: false });
});
