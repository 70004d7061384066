import { expect, it, test } from "vitest";
import { CAUSES } from "#verdict/causes/catalogue.js";
import { type InngestPlace, inngestPage } from "./inngest.js";
import { pageNamed } from "./page.js";
import { sentryPage } from "./sentry.js";

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
  expect(sentryPage(code, place)).toEqual({
    name: `${name} in Sentry`,
    href: `https://sentry.example/${path}`,
  });
});

it("leads to the list of projects while nobody has said the project's slug", () => {
  for (const code of ["dsn_rejected", "discards_filtered"])
    expect(sentryPage(code, { ...place, slug: null })).toEqual({
      name: "Settings, Projects in Sentry",
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

const production: InngestPlace = { kind: "production" };
const dev: InngestPlace = { kind: "dev", url: "http://localhost:8288" };

test.each([
  ["inngest_key_missing", "Event Keys", "manage/keys"],
  ["inngest_key_rejected", "Event Keys", "manage/keys"],
  ["task_call_refused", "Signing Key", "manage/signing-key"],
  ["task_event_lost", "Functions", "functions"],
  ["task_not_called", "Events", "events"],
  ["task_raised_nothing", "Runs", "runs"],
])("the remedy of %s leads to %s in Inngest's production environment", (code, name, path) => {
  const href = `https://app.inngest.com/env/production/${path}`;
  expect(inngestPage(code, production)).toEqual({ name: `${name} in Inngest`, href });
});

it("leads to a dev server's first page, but not for keys, which it does not have", () => {
  const first = { name: "the Inngest dev server", href: "http://localhost:8288/" };
  for (const code of ["task_not_called", "task_raised_nothing"])
    expect(inngestPage(code, dev)).toEqual(first);
  for (const code of ["inngest_key_missing", "task_call_refused"]) expect(inngestPage(code, dev)).toBeNull();
});

it("leads nowhere where the address of Sentry or Inngest is not known", () => {
  for (const code of ["dsn_rejected", "task_not_called"])
    expect(pageNamed(code, { sentry: null, inngest: null })).toBeNull();
});

const NAMED = Object.entries(CAUSES).flatMap(([code, { remedy }]) => {
  const page = pageNamed(code, { sentry: place, inngest: production });
  return page ? [[code, page.name.replace(/ in (Sentry|Inngest)$/, ""), remedy] as const] : [];
});

test.each(NAMED)("the remedy of %s speaks of %s", (_code, name, remedy) => {
  const last = name.split(", ").at(-1) ?? "";
  expect(remedy).toMatch(new RegExp(`${last}|personal`, "i"));
});
