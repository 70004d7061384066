import type { BackendWords } from "./words.js";

const DSN = "the DSN that Bugsink shows in the project's Settings";
const LOG = "Read the log of your Bugsink, and that of a proxy before it. Fire again once it answers.";
const WORKER =
  "Look whether Bugsink's worker (bugsink-runsnappea) runs, and read its log: without it Bugsink takes events and stores none.";
const TOKEN =
  "Create a token in Bugsink (Auth Tokens, /bsmain/auth_tokens/) with projects:read, issues:read and events:read, for this project or for all; set SENTRY_API_TOKEN, and restart.";
const OWN_CODE =
  "Bugsink itself changes no events. Look for what changes it before it is sent: your own beforeSend, an event processor, a relay in between.";

/** What to do where Bugsink takes the events: it has other pages than Sentry, and its own configuration file. */
export const BUGSINK: BackendWords = {
  dsn_absent: { remedy: `Set SENTRY_DSN to ${DSN}, and restart.` },
  dsn_malformed: { remedy: `Copy ${DSN} into SENTRY_DSN again: http(s)://KEY@HOST/PROJECT.` },
  dropped_backoff: {
    remedy:
      "Raise MAX_EVENTS_PER_5_MINUTES, MAX_EVENTS_PER_HOUR or MAX_EVENTS_PER_MONTH (or the same for one project, MAX_EVENTS_PER_PROJECT_…) in bugsink_conf.py and restart Bugsink, or send fewer events. The pause ends by itself.",
  },
  dsn_rejected: {
    remedy: `Compare SENTRY_DSN with ${DSN}: both must have the same key and project number. Then set SENTRY_DSN and restart.`,
  },
  browser_origin_refused: { remedy: "Let the proxy before Bugsink pass requests of the app's origin." },
  project_not_found: {
    remedy: `Compare host, path and project number of SENTRY_DSN with ${DSN}. If there is a proxy before Bugsink, let it pass /api/NUMBER/envelope/ on.`,
  },
  ingest_rate_limited: {
    remedy:
      "Raise MAX_EVENTS_PER_5_MINUTES, MAX_EVENTS_PER_HOUR or MAX_EVENTS_PER_MONTH (or the same for one project, MAX_EVENTS_PER_PROJECT_…) in bugsink_conf.py and restart Bugsink, or send fewer events.",
  },
  ingest_server_error: { remedy: LOG },
  ingest_timeout: {
    remedy:
      "Look for a firewall that drops packets between this server and Bugsink, and at Bugsink's load: one worker of gunicorn is too few for several checks at once (--workers 2).",
  },
  accepted_not_stored: { remedy: WORKER },
  no_read_token: { remedy: TOKEN },
  no_sentry_url: { remedy: "Set SENTRY_URL to the web address of that Bugsink, and restart." },
  read_unauthorized: { remedy: TOKEN },
  read_forbidden: { remedy: TOKEN },
  read_refused: {
    remedy:
      "Call SENTRY_URL from this server, and read who answers (Server, Via): `curl -i $SENTRY_URL/api/canonical/0/`. A proxy or firewall: let requests to /api/canonical/0/ pass with their header Authorization. Bugsink itself: create a token with projects:read, issues:read and events:read.",
  },
  read_payment_required: {
    remedy:
      "Look at your plan with the service that hosts your Bugsink. If nothing is due there, something before Bugsink answered. Call SENTRY_URL from this server, and read who answers (Server, Via): `curl -i $SENTRY_URL/api/canonical/0/`.",
  },
  read_server_error: { remedy: LOG },
  read_timeout: {
    remedy:
      "Look at the load of your Bugsink: one worker of gunicorn is too few for several checks at once (--workers 2). Check the way from this server to SENTRY_URL: `curl -v $SENTRY_URL`.",
  },
  read_rate_limited: {
    remedy: "Look for a proxy before Bugsink that limits requests; Bugsink's API itself has no limit.",
  },
  search_lags: { remedy: WORKER },
  listed_without_body: {
    remedy:
      "Open the event in Bugsink by its id. If it opens, look for a proxy before SENTRY_URL that blocks addresses with /events/ in them. If it does not open, somebody deleted it, or Bugsink removed it for a newer one: raise the project's maximum retention (its Settings).",
  },
  late: { remedy: WORKER },
  found_too_late: { remedy: WORKER },
  spans_not_searchable: {
    remedy: "Leave this check out: Bugsink keeps no spans, and the other checks need none.",
  },
  message_changed: { remedy: OWN_CODE },
  message_scrubbed: { remedy: OWN_CODE },
  tags_scrubbed: { remedy: OWN_CODE },
  field_scrubbed: { remedy: OWN_CODE },
  data_scrubbed: { remedy: OWN_CODE },
};
