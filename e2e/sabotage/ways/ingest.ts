import type { CauseCode } from "#verdict/causes/catalogue.js";
import type { Ground } from "../ground";
import { each, type Finds, fail, finds, pass, type Sabotage, unknown } from "../sabotage";

const ingest = (fault: object) => (ground: Ground) => ground.sentry("PUT", "ingest", fault);
const status = (code: number, headers?: Record<string, string>, body?: string) =>
  ingest({ mode: "status", status: code, ...(headers ? { headers } : {}), ...(body ? { body } : {}) });

const answers = (code: number, cause: CauseCode, doctor: Finds, quick = false): Sabotage => ({
  when: `When ingest answers ${code}`,
  doctor,
  quick,
  steps: [{ break: status(code), checks: each(fail("accepted", cause)) }],
});

/** A 429 silences the SDK for a while: what it drops then is told apart from what Sentry refused. */
const limits = (what: string, headers: Record<string, string>, quick = false): Sabotage => ({
  when: `When ingest answers 429 with ${what}`,
  doctor: finds("ingest_rate_limited", /quota/),
  quick,
  alone: true,
  steps: [
    {
      break: status(429, headers),
      // Logged, so that no flush sends a session first, which would take the 429 in the event's place.
      checks: each(fail("accepted", "ingest_rate_limited"), "sentry-extra"),
    },
    {
      break: ingest({ mode: "normal" }),
      checks: each(fail("captured", "dropped_backoff"), "sentry", "sentry-extra", "sentry-inngest"),
    },
  ],
});

/** What the ingest endpoint may answer instead of taking the event. */
export const ingestAnswers: readonly Sabotage[] = [
  {
    when: "When ingest resets the connection",
    doctor: finds("ingest_unreachable", /proxies/),
    quick: true,
    steps: [{ break: ingest({ mode: "refuse" }), checks: each(fail("accepted", "ingest_refused")) }],
  },
  {
    when: "When ingest never answers",
    doctor: finds("ingest_timeout", /firewall/),
    steps: [{ break: ingest({ mode: "hang" }), checks: each(fail("accepted", "ingest_timeout"), "sentry") }],
  },
  {
    when: "When ingest redirects to a login page",
    doctor: finds("ingest_redirected", /^Let nothing/),
    quick: true,
    steps: [
      {
        break: status(302, { location: "https://login.example.invalid/" }),
        checks: each(fail("accepted", "ingest_redirected")),
      },
    ],
  },
  answers(400, "ingest_bad_request", finds("ingest_bad_request", /unchanged/)),
  answers(401, "dsn_rejected", finds("dsn_key_refused", /SENTRY_DSN=/)),
  answers(403, "dsn_rejected", finds("dsn_key_refused", /SENTRY_DSN=/), true),
  answers(404, "project_not_found", finds("ingest_project_not_found", /SENTRY_DSN=/)),
  {
    when: "When a firewall before Sentry refuses events with a page",
    doctor: finds("ingest_not_sentry", /proxy/),
    quick: true,
    steps: [
      {
        break: status(403, { "content-type": "text/html" }, "<html><h1>Access denied</h1></html>"),
        checks: each(fail("accepted", "ingest_foreign")),
      },
    ],
  },
  {
    when: "When a firewall before Sentry refuses events in JSON with a detail of its own",
    doctor: finds("ingest_not_sentry", /firewall/),
    steps: [
      {
        break: status(403, { "content-type": "application/json" }, '{"detail":"blocked by policy"}'),
        checks: each(fail("accepted", "ingest_foreign")),
      },
    ],
  },
  answers(413, "ingest_too_large", finds("ingest_too_large", /body limit/)),
  answers(500, "ingest_server_error", finds("ingest_error", /proxy/), true),
  answers(503, "ingest_server_error", finds("ingest_error", /proxy/)),
  limits("Retry-After", { "retry-after": "60" }, true),
  limits("X-Sentry-Rate-Limits for errors", {
    "x-sentry-rate-limits": "60:error;default:key:quota_exceeded",
  }),
  limits("X-Sentry-Rate-Limits for everything", { "x-sentry-rate-limits": "60::organization" }),
  limits("both headers", { "retry-after": "30", "x-sentry-rate-limits": "60:error:project" }),
  {
    when: "When ingest limits only spans and takes errors",
    doctor: finds("ingest_limits_others", /quota/),
    alone: true,
    steps: [
      {
        break: status(429, { "x-sentry-rate-limits": "60:span;transaction:key" }),
        checks: each(fail("accepted", "ingest_rate_limited"), "sentry-extra"),
      },
      { break: ingest({ mode: "normal" }), checks: each(pass, "sentry", "sentry-extra") },
    ],
  },
  {
    when: "When something that is not Sentry answers ingest with 200",
    doctor: finds("ingest_not_sentry", /SENTRY_DSN/),
    steps: [{ break: ingest({ mode: "not-sentry" }), checks: each(fail("accepted", "not_sentry")) }],
  },
  {
    when: "When ingest takes events and answers none of them in time",
    doctor: finds("ingest_timeout", /firewall/),
    steps: [{ break: ingest({ mode: "silent" }), checks: each(pass, "sentry", "sentry-extra") }],
  },
  {
    when: "When ingest takes events and answers none of them in time, and nobody may read",
    doctor: [finds("ingest_timeout", /firewall/), finds("read_scopes_missing", /SENTRY_API_TOKEN=/)],
    steps: [
      {
        break: async (ground) => {
          await ground.sentry("PUT", "settings", { scopes: [] });
          await ingest({ mode: "silent" })(ground);
        },
        checks: each(
          { ...unknown("stored", "read_forbidden"), remark: "ingest_timeout" },
          "sentry",
          "sentry-extra",
        ),
      },
    ],
  },
  {
    when: "When a tunnel hands events on and answers 200 by itself",
    steps: [
      { break: ingest({ mode: "mute" }), checks: each(pass, "sentry", "sentry-extra", "sentry-inngest") },
    ],
  },
];
