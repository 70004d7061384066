import { expect, it, test } from "vitest";
import { CAUSES } from "./catalogue.js";
import { sentryPage } from "./sentry-pages.js";

const place = { webUrl: "https://sentry.example", org: "acme", project: "42", slug: "shop" };

test.each([
  ["dsn_rejected", "Client Keys", "settings/acme/projects/shop/keys/"],
  ["browser_origin_refused", "General Settings", "settings/acme/projects/shop/"],
  ["discards_filtered", "Inbound Filters", "settings/acme/projects/shop/filters/data-filters/"],
  ["ingest_rate_limited", "Stats & Usage", "organizations/acme/stats/?project=42"],
  ["message_scrubbed", "Settings, Security & Privacy", "settings/acme/security-and-privacy/"],
  ["read_account", "Settings, Custom Integrations", "settings/acme/developer-settings/"],
  ["read_unauthorized", "Settings, Account, Personal Tokens", "settings/account/api/auth-tokens/"],
])("the remedy of %s leads to %s, %s", (code, name, path) => {
  expect(sentryPage(code, place)).toEqual({ name, href: `https://sentry.example/${path}` });
});

it("leads to the list of projects while nobody has said the project's slug", () => {
  for (const code of ["dsn_rejected", "discards_filtered"])
    expect(sentryPage(code, { ...place, slug: null })).toEqual({
      name: "Settings, Projects",
      href: "https://sentry.example/settings/acme/projects/",
    });
});

it("leads nowhere without an organisation, but to what needs none, and where a remedy names no page", () => {
  const unnamed = { ...place, org: null };
  expect(sentryPage("dsn_rejected", unnamed)).toBeNull();
  expect(sentryPage("read_unauthorized", unnamed)?.href).toBe(
    "https://sentry.example/settings/account/api/auth-tokens/",
  );
  expect(sentryPage("ingest_foreign", place)).toBeNull();
});

const NAMED = Object.entries(CAUSES).flatMap(([code, { remedy }]) => {
  const page = sentryPage(code, place);
  return page ? [[code, page.name, remedy] as const] : [];
});

test.each(NAMED)("the remedy of %s speaks of %s", (_code, name, remedy) => {
  const last = name.split(", ").at(-1) ?? "";
  expect(remedy).toMatch(new RegExp(`${last}|personal`, "i"));
});
