import type { CauseCode } from "#verdict/causes/catalogue.js";
import type { Ground } from "../ground";
import { type DoctorSays, each, fail, finds, type Sabotage, unknown } from "../sabotage";
import { selfSignedServer } from "../tls";

const nothing = "http://127.0.0.1:1";
const read = (fault: object) => (ground: Ground) => ground.sentry("PUT", "read", fault);

/** The read API answers wrongly until the deadline. */
const answering = (
  what: string,
  fault: object,
  cause: CauseCode,
  doctor: DoctorSays,
  quick = false,
): Sabotage => ({
  when: `When Sentry's API ${what}`,
  doctor,
  quick,
  steps: [{ break: read(fault), checks: each(unknown("stored", cause), "sentry", "sentry-inngest-ignored") }],
});
const status = (
  code: number,
  cause: CauseCode,
  doctor: DoctorSays,
  headers?: Record<string, string>,
  quick = false,
) =>
  answering(
    `answers ${code}`,
    { mode: "status", status: code, ...(headers ? { headers } : {}) },
    cause,
    doctor,
    quick,
  );

/** Reading back, from the token to the answer's body. */
export const reading: readonly Sabotage[] = [
  {
    when: "Without a read token",
    env: { SENTRY_API_TOKEN: undefined },
    doctor: finds("read_token_missing", /SENTRY_API_TOKEN=/),
    quick: true,
    steps: [{ checks: each(unknown("stored", "no_read_token")) }],
  },
  {
    when: "With a read token that Sentry does not know",
    env: { SENTRY_API_TOKEN: "sntryu_0000000000000000" },
    doctor: finds("read_token_refused", /SENTRY_API_TOKEN=/),
    steps: [{ checks: each(unknown("stored", "read_unauthorized")) }],
  },
  {
    when: "With a read token without scopes",
    doctor: finds("read_scopes_missing", /SENTRY_API_TOKEN=/),
    quick: true,
    steps: [
      {
        break: (ground) => ground.sentry("PUT", "settings", { scopes: [] }),
        checks: each(unknown("stored", "read_forbidden")),
      },
    ],
  },
  {
    when: "With a read token that cannot search",
    doctor: finds("read_scopes_missing", /SENTRY_API_TOKEN=/),
    steps: [
      {
        break: (ground) => ground.sentry("PUT", "settings", { scopes: ["project:read"] }),
        checks: each(unknown("stored", "read_forbidden")),
      },
    ],
  },
  {
    when: "With a read token of somebody who may not see the project",
    env: { LOOKUPS_PER_SECOND: "49" },
    doctor: finds("read_project_forbidden", /team/),
    steps: [
      {
        break: (ground) => ground.sentry("PUT", "settings", { projectAccess: false }),
        checks: each(unknown("stored", "read_forbidden"), "sentry"),
      },
    ],
  },
  {
    when: "With another organisation in SENTRY_ORG",
    env: { SENTRY_ORG: "someone-else" },
    doctor: finds("org_unknown", /SENTRY_ORG=/),
    quick: true,
    steps: [{ checks: each(unknown("stored", "wrong_organisation")) }],
  },
  {
    when: "With a project that the organisation does not have",
    env: { LOOKUPS_PER_SECOND: "48" },
    doctor: finds("project_unknown", /SENTRY_ORG/),
    steps: [
      {
        break: read({
          mode: "status",
          status: 404,
          body: '{"detail":"The requested resource does not exist"}',
          endpoints: ["project"],
        }),
        checks: each(unknown("stored", "wrong_project"), "sentry"),
      },
    ],
  },
  {
    when: "With a SENTRY_URL at which nothing listens",
    env: { SENTRY_URL: nothing },
    doctor: finds("api_unreachable", /SENTRY_URL/),
    steps: [{ checks: each(unknown("stored", "read_unreachable")) }],
  },
  status(401, "read_unauthorized", finds("read_token_refused", /SENTRY_API_TOKEN=/), undefined, true),
  {
    when: "When Sentry's API asks the token's owner for a single sign-on",
    doctor: finds("read_account_refused", /internal integration/),
    quick: true,
    steps: [
      {
        break: read({
          mode: "status",
          status: 401,
          body: '{"detail":{"code":"sso-required","message":"Must login via SSO","extra":{}}}',
          endpoints: ["root", "organization", "project", "event", "events", "release", "filters"],
        }),
        checks: each(unknown("stored", "read_account")),
      },
    ],
  },
  {
    when: "When the organisation's plan lacks Sentry's search",
    doctor: finds("read_denied", /plan/),
    quick: true,
    steps: [
      {
        break: read({
          mode: "status",
          status: 403,
          body: '{"detail":"Discover, Performance, or Explore is required to access this endpoint."}',
          endpoints: ["events"],
        }),
        checks: each(unknown("stored", "read_denied"), "sentry"),
      },
    ],
  },
  {
    when: "With a SENTRY_URL whose certificate nobody vouches for",
    env: async (ground) => {
      const { origin, close } = await selfSignedServer();
      ground.onMend(close);
      return { SENTRY_URL: origin };
    },
    doctor: finds("api_unreachable", /NODE_EXTRA_CA_CERTS/),
    steps: [{ checks: each(unknown("stored", "read_tls"), "sentry") }],
  },
  status(403, "read_forbidden", finds("read_scopes_missing", /SENTRY_API_TOKEN=/), undefined, true),
  ...[401, 403, 404].map((code) =>
    answering(
      `is behind a firewall that answers ${code} in JSON`,
      { mode: "status", status: code, body: '{"detail":"blocked by policy"}' },
      "read_refused",
      finds("api_refused", /^Let the proxy or firewall/),
    ),
  ),
  {
    when: "When a firewall before Sentry's API answers 404 for events alone",
    doctor: finds("api_refused", /^Let the proxy or firewall/),
    steps: [
      {
        break: read({
          mode: "status",
          status: 404,
          body: '{"detail":"no route matched"}',
          endpoints: ["event"],
        }),
        checks: each(unknown("stored", "read_refused"), "sentry", "sentry-inngest-ignored"),
      },
    ],
  },
  status(429, "read_rate_limited", finds("api_rate_limited", /LOOKUPS_PER_SECOND/), { "retry-after": "1" }),
  status(500, "read_server_error", finds("api_error", /log of your own Sentry/)),
  answering("never answers", { mode: "hang" }, "read_timeout", finds("api_timeout", /firewall/)),
  answering(
    "resets the connection",
    { mode: "refuse" },
    "read_unreachable",
    finds("api_unreachable", /proxies/),
  ),
  answering(
    "answers with an HTML login page",
    { mode: "html" },
    "read_not_json",
    finds("api_not_sentry", /SENTRY_URL=/),
  ),
  answering(
    "redirects to a login page",
    { mode: "redirect" },
    "read_redirected",
    finds("api_not_sentry", /SENTRY_URL=/),
  ),
  answering(
    "sends truncated JSON",
    { mode: "truncated" },
    "read_truncated",
    finds("api_not_sentry", /SENTRY_URL=/),
  ),
  answering("sends another event's body", { mode: "wrong-body" }, "read_other_event", "only by firing"),
  {
    when: "When Sentry's search fails and look-ups by id work",
    doctor: finds("api_error", /log of your own Sentry/),
    steps: [
      {
        break: read({ mode: "status", status: 500, endpoints: ["events"] }),
        checks: each(unknown("stored", "read_server_error"), "sentry"),
      },
    ],
  },
  {
    when: "When Sentry's search lists events whose bodies are gone",
    doctor: "only by firing",
    steps: [
      {
        break: read({
          mode: "status",
          status: 404,
          body: '{"detail":"Event not found"}',
          endpoints: ["event"],
        }),
        checks: each(unknown("stored", "listed_without_body"), "sentry", "sentry-inngest"),
      },
    ],
  },
  {
    when: "When nothing is stored and Sentry's API works",
    doctor: "only by firing",
    steps: [
      { break: read({ mode: "never" }), checks: each(fail("stored", "accepted_not_stored"), "sentry") },
    ],
  },
];
