import { expect, test } from "vitest";
import { APP_ID, appIdOf } from "./id.js";

test.each([
  ["nothing that is set", {}, "roundtrip--dev"],
  ["an environment", { SENTRY_ENVIRONMENT: "production" }, "roundtrip--production"],
  [
    "project and environment",
    { SENTRY_PROJECT: "shop", SENTRY_ENVIRONMENT: "staging" },
    "roundtrip-shop--staging",
  ],
  ["npm's name of the app", { npm_package_name: "@acme/shop" }, /^roundtrip-acme-shop--dev$/],
  ["an id of one's own", { INNGEST_APP_ID: "shop-checks", SENTRY_PROJECT: "shop" }, "shop-checks"],
  ["an id that is none", { INNGEST_APP_ID: "Shop Checks", SENTRY_PROJECT: "shop" }, "roundtrip-shop--dev"],
  ["other letters", { SENTRY_PROJECT: "Shop_Web.2" }, /^roundtrip-shop-web-2-[0-9a-f]{8}--dev$/],
] as const)("%s makes an id of it", (_title, source, expected) => {
  expect(appIdOf(source)).toMatch(expected);
  expect(appIdOf(source)).toMatch(APP_ID);
});

test("is the same for every deployment of an app in an environment", () => {
  const app = { SENTRY_PROJECT: "shop", SENTRY_ENVIRONMENT: "production" };
  expect(appIdOf({ ...app, COMMIT_SHA: "abc", VERCEL_URL: "x.example" })).toBe(appIdOf(app));
});

test("is another for another app or environment, however alike their names are", () => {
  const pairs = [
    ["a-b", "c"],
    ["a", "b-c"],
    ["a.b", "c"],
    ["A-B", "c"],
    ["a--b", "c"],
    ["shop", "production"],
    ["shop", "Production"],
    ["x".repeat(200), "one"],
    ["x".repeat(200), "two"],
  ];
  const ids = pairs.map(([SENTRY_PROJECT, SENTRY_ENVIRONMENT]) =>
    appIdOf({ SENTRY_PROJECT, SENTRY_ENVIRONMENT }),
  );
  expect(new Set(ids).size).toBe(pairs.length);
  for (const id of ids) expect(id).toMatch(APP_ID);
});
