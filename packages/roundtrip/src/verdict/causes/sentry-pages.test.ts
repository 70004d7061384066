import { expect, it, test } from "vitest";
import { CAUSES } from "./catalogue.js";
import { sentryPageLink, sentryPageOf } from "./sentry-pages.js";

const place = { webUrl: "https://sentry.example", org: "acme", project: "42" };

test.each([
  ["dsn_rejected", "settings/acme/projects/"],
  ["ingest_rate_limited", "organizations/acme/stats/?project=42"],
  ["message_scrubbed", "settings/acme/security-and-privacy/"],
  ["read_account", "settings/acme/developer-settings/"],
  ["read_unauthorized", "settings/account/api/auth-tokens/"],
])("the remedy of %s leads to %s", (code, path) => {
  expect(sentryPageLink(code, place)).toBe(`https://sentry.example/${path}`);
});

it("leads nowhere without an organisation, but to what needs none, and where a remedy names no page", () => {
  const unnamed = { ...place, org: null };
  expect(sentryPageLink("dsn_rejected", unnamed)).toBeNull();
  expect(sentryPageLink("read_unauthorized", unnamed)).toBe(
    "https://sentry.example/settings/account/api/auth-tokens/",
  );
  expect([sentryPageLink("ingest_foreign", place), sentryPageOf("ingest_foreign")]).toEqual([null, null]);
});

const NAMED = Object.entries(CAUSES).flatMap(([code, { remedy }]) => {
  const page = sentryPageOf(code);
  return page ? [[code, page, remedy] as const] : [];
});

test.each(NAMED)("the remedy of %s speaks of %s", (_code, page, remedy) => {
  const last = page.split(", ").at(-1) ?? "";
  expect(remedy).toMatch(new RegExp(`${last}|Inbound Filters|General Settings|personal|key's limit`, "i"));
});
