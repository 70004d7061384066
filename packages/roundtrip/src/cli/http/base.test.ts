import { expect, test } from "vitest";
import { baseOf, pageAt } from "./base.js";

const PATH = "/api/health/sentry/status";

test.each([
  [
    "a slash",
    "https://a.example",
    "https://a.example/api/health/sentry/status/",
    "https://a.example/api/health/sentry/runs/?wait=1",
  ],
  [
    "a base path",
    "https://a.example",
    "https://a.example/shop/api/health/sentry/status",
    "https://a.example/shop/api/health/sentry/runs?wait=1",
  ],
  [
    "a language below a base path",
    "https://a.example/shop",
    "https://a.example/shop/en/api/health/sentry/status/",
    "https://a.example/shop/en/api/health/sentry/runs/?wait=1",
  ],
])("%s that a redirect adds is learnt, and holds for every other path", (_title, url, location, then) => {
  const base = baseOf(url);
  expect(base.learn(PATH, location)).toBe(true);
  expect(base.of("/api/health/sentry/runs?wait=1")).toBe(then);
});

test.each([
  ["another host", "https://b.example/api/health/sentry/status/"],
  ["another port", "https://a.example:8443/api/health/sentry/status/"],
  ["plain http", "http://a.example/shop/api/health/sentry/status"],
  ["another page", "https://a.example/sign-in"],
  ["a path that only begins alike", "https://a.example/api/health/sentry/status/now"],
  ["nowhere", null],
])("a redirect to %s is not taken over", (_title, location) => {
  const base = baseOf("https://a.example");
  expect(base.learn(PATH, location)).toBe(false);
  expect(base.of(PATH)).toBe(`https://a.example${PATH}`);
});

test("a redirect that takes away what --url says is not taken over", () => {
  expect(baseOf("https://a.example/shop").learn(PATH, `https://a.example${PATH}`)).toBe(false);
});

test.each(["/checkout", "/shopping", "/shop-of-others/shop", "/en/shop", "/a/shop", "/shop/../others"])(
  "a redirect from /shop to %s, another app on the same host, is not taken over",
  (other) => {
    const base = baseOf("https://a.example/shop");
    expect(base.learn(PATH, new URL(`https://a.example${other}${PATH}`).href)).toBe(false);
    expect(base.of(PATH)).toBe(`https://a.example/shop${PATH}`);
  },
);

test.each([
  ["https://a.example", "/admin/x", "https://a.example/admin/x"],
  ["https://a.example/shop", "/shop/admin/x", "https://a.example/shop/admin/x"],
  ["https://a.example/shop/", "/admin/x", "https://a.example/shop/admin/x"],
  ["https://a.example/shop", "/shopping", "https://a.example/shop/shopping"],
])("at %s the page %s is %s", (url, path, at) => {
  expect(pageAt(url, path)).toBe(at);
});
