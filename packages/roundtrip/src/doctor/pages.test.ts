import { expect, test } from "vitest";
import type { DoctorFacts } from "#doctor/facts.js";
import { examine } from "#doctor/findings/examine.js";
import { changed, json } from "#doctor/testing/facts.js";

const SHOP = "https://sentry.example/settings/acme/projects/shop";
const PRODUCTION = "https://app.inngest.com/env/production";
const filters = { active: ["localhost"], releases: ["*"], messages: ["*"], addresses: [] };

/** Each finding, the facts that bring it, and the page to which it leads. */
const rows: [code: string, facts: DoctorFacts, name: string, href: string][] = [
  [
    "dsn_absent",
    changed({ sentry: { ingest: { dsn: "absent" } } }),
    "Client Keys in Sentry",
    `${SHOP}/keys/`,
  ],
  [
    "dsn_key_refused",
    changed({ sentry: { ingest: { outcome: json(403) } } }),
    "Client Keys in Sentry",
    `${SHOP}/keys/`,
  ],
  ...["filter_drops_release", "filter_drops_checks", "filter_drops_localhost"].map(
    (code): (typeof rows)[number] => [
      code,
      changed({ sentry: { local: true, read: { filters } } }),
      "Inbound Filters in Sentry",
      `${SHOP}/filters/data-filters/`,
    ],
  ),
  [
    "project_scrubs_data",
    changed({ sentry: { read: { scrubbing: { on: true, fields: ["data"], safe: [] } } } }),
    "Security & Privacy in Sentry",
    `${SHOP}/security-and-privacy/`,
  ],
  [
    "read_token_missing",
    changed({ sentry: { token: false, read: null } }),
    "Settings, Account, Personal Tokens in Sentry",
    "https://sentry.example/settings/account/api/auth-tokens/",
  ],
  [
    "inngest_event_key_missing",
    changed({ inngest: { eventKey: false, sent: null } }),
    "Event Keys in Inngest",
    `${PRODUCTION}/manage/keys`,
  ],
  [
    "inngest_signing_key_refused",
    changed({ inngest: { functions: json(401), registered: null } }),
    "Signing Key in Inngest",
    `${PRODUCTION}/manage/signing-key`,
  ],
];

test.each(rows)("the finding %s leads to the page that it names", (code, facts, name, href) => {
  const found = examine(facts).findings.find((one) => one.code === code);
  expect(found?.page).toEqual({ name, href });
  // Each word of the page's name that says which one it is stands in the line to change.
  expect(found?.change.toLowerCase()).toContain(
    name.split(" in ")[0]?.split(", ").at(-1)?.toLowerCase() ?? "?",
  );
});

test("a finding leads nowhere where it names no page, or nobody knows where people open it", () => {
  const unknown = changed({
    sentry: { place: null, ingest: { dsn: "absent" } },
    inngest: { place: null, eventKey: false, sent: null },
  });
  for (const { page } of examine(unknown).findings) expect(page).toBeUndefined();
  const silent = changed({ store: { reachable: false } });
  for (const { page } of examine(silent).findings) expect(page).toBeUndefined();
});
