import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test, vi } from "vitest";
import { findChromium } from "#cli/browser/chromium.js";
import { healthy } from "#doctor/testing/facts.js";
import { withBrowser } from "./browser.js";

const RUNS = { release: healthy.runtime.release, environment: healthy.runtime.environment };
const PAGE = {
  sendsTo: "https://o1.ingest.example/api/42/envelope/",
  origin: "https://app.example",
  policies: [],
  unread: [],
  checksBrowser: true,
};
const closing: (() => unknown)[] = [];
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const close of closing.splice(0)) await close();
});

/** An app whose way in holds this script; `seen` is what it was asked for. */
async function app(script: string, status = 200, redirects: Readonly<Record<string, string>> = {}) {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    seen.push(`${request.method} ${request.url}`);
    const to = redirects[new URL(request.url ?? "", "http://app").pathname];
    if (to) return response.writeHead(307, { location: to }).end();
    response.writeHead(status, { "content-type": "text/html" });
    response.end(`<!DOCTYPE html><html><body><script>${script}</script></body></html>`);
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  closing.push(() => {
    server.closeAllConnections();
    return new Promise((done) => server.close(done));
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/shop`, seen };
}

/** These pages start their SDK at once, or never. */
const found = async (url: string) =>
  (await withBrowser(url, { status: "pass", findings: [], runs: RUNS, page: PAGE }, { patienceMs: 0 }))
    .findings;
const answering = (facts: object) => `globalThis.__roundtrip_facts = async () => (${JSON.stringify(facts)})`;
const facts = {
  configured: true,
  started: true,
  cores: ["11.5.0"],
  asked: {
    sdk: healthy.runtime.edge,
    page: RUNS,
    handlers: true,
    ingest: "reached",
    ingestOrigin: "https://o1.ingest.example",
  },
};

describe.skipIf(findChromium() === null)("a browser of this machine", () => {
  test("asks the page's SDK, and nothing that the page sends on its own account goes out", async () => {
    // As the real one, which answers once it has tried ingest.
    const { url, seen } = await app(`globalThis.__roundtrip_facts = async () => {
      await fetch("/envelope/?sentry_client=sdk", { method: "POST", body: "a visit" });
      await fetch("/envelope/?sentry_client=roundtrip-doctor/1", { method: "POST", body: "empty" });
      return ${JSON.stringify(facts)};
    }`);
    expect((await found(url)).map(({ code }) => code)).toEqual(["sdk_browser_ok"]);
    expect(seen).toContain("GET /shop/admin/sentry/sign-in");
    expect(seen.filter((one) => one.startsWith("POST"))).toEqual([
      "POST /envelope/?sentry_client=roundtrip-doctor/1",
    ]);
  });

  test("opens the page where the app says that it is, with its base path once", async () => {
    const { url, seen } = await app(answering(facts));
    const answer = { status: "pass", findings: [], runs: RUNS, signIn: "/shop/ops/errors/sign-in/" } as const;
    const { findings } = await withBrowser(url, { ...answer, findings: [] }, { patienceMs: 0 });
    expect(findings.map(({ code }) => code)).toEqual(["sdk_browser_ok"]);
    expect(seen).toContain("GET /shop/ops/errors/sign-in/");
  });

  test("follows its own envelope to where a tunnel redirects it, and to nothing that the page sends", async () => {
    const { url, seen } = await app(
      `globalThis.__roundtrip_facts = async () => {
      await fetch("/tunnel?sentry_client=sdk", { method: "POST" });
      const { status, headers } = await fetch("/tunnel?sentry_client=roundtrip-doctor/1", { method: "POST" });
      const facts = ${JSON.stringify(facts)};
      const answer = { status, isPage: headers.get("content-type") === "text/html" };
      return { ...facts, asked: { ...facts.asked, tunnel: true, sendsTo: "https://app.example/tunnel", answer } };
    }`,
      200,
      { "/tunnel": "/login" },
    );
    expect((await found(url)).map(({ code }) => code)).toEqual(["browser_tunnel_is_page"]);
    expect(seen.filter((one) => one.startsWith("POST"))).toEqual([
      "POST /tunnel?sentry_client=roundtrip-doctor/1",
      "POST /login",
    ]);
  });

  test("finds an SDK that was never started", async () => {
    const { url } = await app("");
    expect((await found(url)).map(({ code, level }) => [code, level])).toEqual([
      ["sdk_browser_not_started", "fail"],
    ]);
  });

  test.each([
    ["another status", "", 503, "answered 503"],
    ["an answer of another shape", answering({ started: "yes" }), 200, "no answer that can be read"],
    ["an SDK that throws", "globalThis.__roundtrip_facts = () => { throw new Error() }", 200, "no answer"],
  ])("says in a note what it could not see for %s", async (_title, script, status, why) => {
    const { url } = await app(script, status);
    const [note] = await found(url);
    expect(note).toMatchObject({ code: "sdk_browser_unasked", level: "note" });
    expect(note?.what).toContain(why);
    expect(note?.what).toContain("Not looked at:");
  });
});

test("without a browser a note says what was not looked at", async () => {
  vi.stubEnv("CHROME_PATH", "/nowhere/chromium");
  const [note] = await found("http://127.0.0.1:1");
  expect(note).toMatchObject({ code: "sdk_browser_unasked", level: "note" });
  expect(note?.what).toContain("/nowhere/chromium did not start");
  expect(note?.change).toContain("CHROME_PATH");
});

test("an app too old to be asked so is left alone", async () => {
  const answer = { status: "pass" as const, findings: [] };
  expect(await withBrowser("http://127.0.0.1:1", answer)).toBe(answer);
});
