import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkMessage, nearMissMessage } from "#checks/message.js";
import { CANARIES, found, KNOWN } from "#sentry/scrub/testing/canaries.js";
import { FILTERED, isSecretName, textScrubber } from "./text.js";

const scrub = textScrubber(Object.values(KNOWN));

describe("textScrubber", () => {
  it("has sixty different secrets to look for", () => {
    expect(new Set(CANARIES.map(({ secret }) => secret)).size).toBe(60);
    for (const { name, text } of CANARIES) expect(found(text), name).toContain(name);
  });

  it.each(CANARIES.map((one) => [one.name, one] as const))("takes out: %s", (_name, { text }) => {
    expect(found(scrub(text))).toEqual([]);
    expect(found(scrub(`before ${text}\nafter ${text}`))).toEqual([]);
    expect(scrub(`before ${text}`)).toMatch(/^before /);
  });

  it("finds secrets that stand in any text", () => {
    const any = fc.record({
      before: fc.string({ maxLength: 40 }),
      canary: fc.constantFrom(...CANARIES),
      after: fc.string({ maxLength: 40 }),
    });
    fc.assert(
      fc.property(any, ({ before, canary, after }) => {
        expect(found(scrub(`${before} ${canary.text} ${after}`))).toEqual([]);
      }),
      { numRuns: 2_000 },
    );
  });

  it("finds a known secret that is spelt for JSON, for a URL or in base64", () => {
    const secret = 'pa"ss w/örd+1%';
    const own = textScrubber([secret]);
    for (const text of [secret, JSON.stringify({ a: secret }), `?a=${encodeURIComponent(secret)}`])
      expect(own(`${text}.`), text).not.toContain("rd+1");
    expect(own(encodeURIComponent(secret))).toBe(FILTERED);
    expect(textScrubber(["cnrySecret-1"])(btoa("cnrySecret-1"))).toBe(FILTERED);
  });

  it.each<[string, (secret: string) => string]>([
    ["a form", (secret) => new URLSearchParams({ a: secret }).toString()],
    [
      "a form, in small letters",
      (secret) => new URLSearchParams({ a: secret }).toString().replace(/%../g, (one) => one.toLowerCase()),
    ],
    [
      "a form, twice",
      (secret) => new URLSearchParams({ a: new URLSearchParams({ b: secret }).toString() }).toString(),
    ],
    ["encodeURI", encodeURI],
    [
      "an address's password",
      (secret) => Object.assign(new URL("redis://u@cache.example"), { password: secret }).href,
    ],
    ["a path", (secret) => Object.assign(new URL("https://a.example"), { pathname: secret }).href],
    ["a query", (secret) => Object.assign(new URL("https://a.example"), { search: `q=${secret}` }).href],
    ["a fragment", (secret) => Object.assign(new URL("https://a.example"), { hash: secret }).href],
    [
      "JSON of ASCII alone",
      (secret) =>
        JSON.stringify({ a: secret }).replace(
          /[^ -~]/g,
          (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`,
        ),
    ],
    ["JSON with slashes escaped", (secret) => JSON.stringify({ a: secret }).replaceAll("/", "\\/")],
    ["JSON in JSON", (secret) => JSON.stringify({ a: JSON.stringify({ b: secret }) })],
    ["HTML", (secret) => secret.replace(/[&<>"']/g, (one) => `&#${one.charCodeAt(0)};`)],
    [
      "HTML by name",
      (secret) =>
        secret
          .replaceAll("&", "&amp;")
          .replaceAll("<", "&lt;")
          .replaceAll('"', "&quot;")
          .replaceAll("'", "&#x27;"),
    ],
    [
      "base64 in a query",
      (secret) => new URLSearchParams({ a: Buffer.from(`user:${secret}`).toString("base64") }).toString(),
    ],
    ["nothing", (secret) => secret],
  ])("finds a known secret that %s spells", (_, spelt) => {
    for (const secret of [
      "Xq1/9+k=Qw~e r!tYüß€Yq2",
      "Xq1@ss/w:rd+#%&Yq2",
      `Xq1's <a> "b" \\c\u{1f511}Yq2`,
      "Xq1%41%42%zz~~~~Yq2",
    ]) {
      const text = `before ${spelt(secret)} after`;
      const clean = textScrubber([secret])(text);
      expect(clean, text).toContain(FILTERED);
      expect(clean).not.toMatch(/Xq1|Yq2/);
    }
  });

  it("takes a text for no secret that only begins as one does", () => {
    const text = "a%2Fb\\/c+d ".repeat(2_000);
    expect(textScrubber(["a/b/c dX+"])(text)).toBe(text);
  });

  it("finds a password that Next's log has cut off its URL", () => {
    const logged = "    at Error: redis://:x (cnryPassw0rd@cache.internal:6379)";
    expect(scrub(logged)).toBe("    at Error: redis://[Filtered]@cache.internal:6379)");
  });

  it.each([
    checkMessage("sentry-extra", "0199a0b1c2d3e4f5a6b7c8d9e0f10203"),
    nearMissMessage("sentry-inngest-ignored", "0199a0b1c2d3e4f5a6b7c8d9e0f10203"),
    "0199a0b1c2d3e4f5a6b7c8d9e0f10203-a1b2c3d4e5f60718-1",
    "roundtrip@7d8f9a1b2c3d4e5f60718293a4b5c6d7e8f90a1b",
    "GET /api/health/sentry/runs/[id]",
    "at POST (webpack-internal:///(rsc)/./app/api/route.ts:12:7)",
    "SyntaxError: Unexpected token '}', \"...\" is not valid JSON",
    "Basic functionality is broken; bearer of bad news",
    "the skeleton of a risk-free sk-button, MSG.something_long_here",
    "https://example.com/docs/page?version=2#top",
    "cloned ssh://git@example.com/a.git",
    "gen_ai.usage.input_tokens=1234",
    "const token = await readToken(request);",
  ])("leaves alone: %s", (text) => {
    expect(scrub(text)).toBe(text);
  });

  it("keeps a URL's query unless told to cut it", () => {
    const text = "GET https://example.com/a?q=shoes&page=2 failed";
    expect(scrub(text)).toBe(text);
    expect(textScrubber([], false)(text)).toBe("GET https://example.com/a failed");
  });

  it("changes nothing more when it runs again", () => {
    fc.assert(
      fc.property(fc.constantFrom(...CANARIES), fc.string(), ({ text }, rest) => {
        const once = scrub(text + rest);
        expect(scrub(once)).toBe(once);
      }),
    );
  });

  it("drops a text that is too long to be looked through", () => {
    expect(scrub("x".repeat(1_000_001))).toBe(FILTERED);
  });

  it("comes to an end on long hostile texts", () => {
    const seeds = [
      ...'eyJ. -----BEGIN PRIVATE KEY-----|://|a@|token=|"token":"|\\"token\\":\\"|cookie: |Bearer |sk-|?a=|\\|='.split(
        "|",
      ),
      "eyJ-",
      "tokentoken",
      "-----END ",
      "password\\",
      "authorization:'",
      "a.",
      ":// @",
      "token ",
      '"password" : ',
      "?a",
      "?a=",
      "&a;",
      "%3Fa",
      "%3Da%26",
      "?[a]",
    ];
    let slowest = 0;
    for (const seed of seeds) {
      const text = seed.repeat(Math.ceil(900_000 / seed.length));
      const started = performance.now();
      scrub(text);
      slowest = Math.max(slowest, performance.now() - started);
    }
    // A pattern that backtracks over the whole text would take hours here, which no test is given.
    console.log(`scrub: ${seeds.length} hostile texts of 900 kB, the slowest took ${slowest.toFixed(0)} ms`);
  });
});

describe("isSecretName", () => {
  it.each([
    "authorization",
    "Proxy-Authorization",
    "cookie",
    "set-cookie",
    "x-api-key",
    "apiKey",
    "accessToken",
    "password",
    "http.request.header.cookie.sid",
    "x-inngest-signature",
    "client_secret",
    "auth",
    "db.pwd",
  ])("knows %s", (name) => {
    expect(isSecretName(name)).toBe(true);
  });
  it.each([
    "author",
    "tokens",
    "input_tokens",
    "token_count",
    "tokenizer",
    "public_key",
    "check.run",
    "number",
    "divider",
    "key",
    "monkey",
    "compass",
    "user-agent",
    "sentry-trace",
    "trace_id",
  ])("does not mind %s", (name) => {
    expect(isSecretName(name)).toBe(false);
  });
});
