import { describe, expect, test } from "vitest";
import type { DoctorFacts } from "#doctor/facts.js";
import type { Level } from "#doctor/finding.js";
import { examine } from "#doctor/findings/examine.js";
import { expectOnly } from "#doctor/testing/expect-only.js";
import { changed, failed, html, json, redirect } from "#doctor/testing/facts.js";

/** What is wrong, the facts that say so, and the finding: its code, level, and a part of the line to change. */
type Row = [situation: string, facts: DoctorFacts, code: string, level: Level, change: string];

/** Exactly this one is not well: nothing else is blamed for the same fact. */
describe("reading back", () => {
  const read = (change: Partial<NonNullable<DoctorFacts["sentry"]["read"]>>) =>
    changed({ sentry: { read: change } });
  const all = (outcome: ReturnType<typeof json>) => ({
    root: outcome,
    organisation: outcome,
    project: outcome,
    event: outcome,
    search: outcome,
    release: outcome,
    filterList: outcome,
    filters: null,
    projectId: null,
  });
  const rows: Row[] = [
    [
      "a GlitchTip, which is read in another way",
      changed({ sentry: { backend: "glitchtip", version: "5.1.2", read: null } }),
      "backend_unsupported",
      "fail",
      "SENTRY_URL",
    ],
    [
      "a GlitchTip, for which no token would help",
      changed({
        sentry: { backend: "glitchtip", version: "5.1.2", token: false, org: false, read: null },
      }),
      "backend_unsupported",
      "fail",
      "SENTRY_URL",
    ],
    [
      "no token",
      changed({ sentry: { token: false, read: null } }),
      "read_token_missing",
      "warn",
      "SENTRY_API_TOKEN=",
    ],
    [
      "a token without an organisation",
      changed({ sentry: { org: false, read: null } }),
      "read_org_missing",
      "warn",
      "SENTRY_ORG=",
    ],
    [
      "nobody says where",
      changed({ sentry: { unnamed: true, read: null } }),
      "sentry_url_missing",
      "fail",
      "SENTRY_URL=",
    ],
    ["nobody there", read(all(failed("refused"))), "api_unreachable", "fail", "SENTRY_URL"],
    [
      "asks for a single sign-on",
      read({ ...all(json(401)), account: "sso-required" }),
      "read_account_refused",
      "fail",
      "internal integration",
    ],
    [
      "has a certificate that nobody vouches for",
      read(all(failed("certificate"))),
      "api_unreachable",
      "fail",
      "NODE_EXTRA_CA_CERTS",
    ],
    ["hangs", read(all(failed("timeout"))), "api_timeout", "fail", "firewall"],
    ["one endpoint hangs", read({ search: failed("timeout") }), "api_timeout", "fail", "firewall"],
    ["401", read(all(json(401))), "read_token_refused", "fail", "SENTRY_API_TOKEN="],
    [
      "401 of a web server",
      read({ ...all(html(401)), isSentry: false }),
      "api_not_sentry",
      "fail",
      "SENTRY_URL=",
    ],
    [
      "401 in a stranger's words",
      read({ ...all(json(401)), foreign: 401 }),
      "api_refused",
      "fail",
      "SENTRY_API_TOKEN=",
    ],
    [
      "403 in a stranger's words",
      read({ ...all(json(403)), foreign: 403 }),
      "api_refused",
      "fail",
      "firewall",
    ],
    [
      "403 for want of a product",
      read({ search: json(403), denied: "Explore is required to access this endpoint." }),
      "read_denied",
      "fail",
      "plan",
    ],
    [
      "404 in a stranger's words",
      read({ ...all(json(404)), foreign: 404 }),
      "api_refused",
      "fail",
      "SENTRY_ORG",
    ],
    ["429", read(all(json(429))), "api_rate_limited", "warn", "LOOKUPS_PER_SECOND"],
    ["502", read(all(html(502))), "api_error", "warn", "status.sentry.io"],
    ["a login page", read({ ...all(html()), isSentry: false }), "api_not_sentry", "fail", "SENTRY_URL="],
    ["a redirect to one", read(all(redirect("login.example"))), "api_not_sentry", "fail", "SENTRY_URL="],
    [
      "402 of all",
      read({ ...all(json(402)), isSentry: false }),
      "api_payment_required",
      "fail",
      "Subscription",
    ],
    ["402 of the search alone", read({ search: json(402) }), "api_payment_required", "fail", "Subscription"],
    ["400 of the search alone", read({ search: json(400) }), "api_unexpected", "fail", "Update"],
    ["410 of the event alone", read({ event: json(410) }), "api_unexpected", "fail", "Update"],
    [
      "451 in a stranger's words",
      read({ ...all(json(451)), foreign: 451 }),
      "api_refused",
      "fail",
      "firewall",
    ],
    ["another JSON server", read({ isSentry: false }), "api_not_sentry", "fail", "SENTRY_URL="],
    [
      "the organisation is unknown",
      read({ ...all(json(404)), root: json() }),
      "org_unknown",
      "fail",
      "SENTRY_ORG=",
    ],
    [
      "the project is unknown",
      read({ project: json(404), projectId: null }),
      "project_unknown",
      "fail",
      "SENTRY_DSN",
    ],
    ["another project answers", read({ projectId: "7" }), "project_other", "fail", "SENTRY_URL="],
    [
      "the scopes are there, and the project is closed",
      read({ project: json(403), event: json(403) }),
      "read_project_forbidden",
      "fail",
      "team",
    ],
  ];
  test.each(rows)("%s", (_, ...row) => expectOnly(...row));

  test.each<[string[] | null, Partial<NonNullable<DoctorFacts["sentry"]["read"]>>, string]>([
    [["org:read"], { project: json(403), event: json(403) }, "project:read, event:read"],
    [["project:read"], { organisation: json(403), search: json(403) }, "event:read, org:read"],
    [["project:admin", "event:write"], { organisation: json(403) }, "org:read"],
    [null, { project: json(403), event: json(403) }, "project:read"],
    [null, { event: json(403) }, "event:read"],
    [null, { organisation: json(403), search: json(403) }, "org:read"],
    [null, { search: json(403) }, "event:read"],
  ])("scopes %j with refusals: names what is missing", (scopes, refusals, missing) => {
    const facts = read({ scopes, ...refusals });
    expectOnly(facts, "read_scopes_missing", "fail", "SENTRY_API_TOKEN=");
    expect(examine(facts).findings[0]?.what).toContain(`missing: ${missing}.`);
  });

  test("a reason of Sentry's own is quoted, and no scope is said to be missing", () => {
    const denied = "Explore is required to access this endpoint.";
    const { findings } = examine(read({ search: json(403), denied }));
    expect(findings[0]?.what).toContain(`"${denied}"`);
    expect(findings[0]?.what).not.toContain("missing");
  });

  test("scopes that the list lacks, but that nothing asked for, are no finding", () => {
    expect(examine(read({ scopes: ["project:read", "org:read"] })).status).toBe("pass");
  });
});
