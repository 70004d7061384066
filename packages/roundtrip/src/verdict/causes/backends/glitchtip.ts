import type { BackendWords } from "./words.js";

const DSN = "the DSN that GlitchTip shows in the project's settings";
const LOG = "read the log of your GlitchTip, and that of a proxy before it. Fire again once it answers.";
const THROTTLE =
  "Lower the event throttle rate in GlitchTip's settings, of the organization and of the project: it is the share of events that GlitchTip refuses. On a hosted GlitchTip compare the plan's quota with what was used. Or send fewer events.";
const UNREAD =
  "Roundtrip cannot read events back from a GlitchTip: no token helps. Look for the run's id in GlitchTip by hand. To have it proven, let the app send to a Sentry or a Bugsink.";

/** What to do where GlitchTip takes the events. Nothing is read back from it, so that no cause of a stored event is here. */
export const GLITCHTIP: BackendWords = {
  dsn_absent: { remedy: `Set SENTRY_DSN to ${DSN}, and restart.` },
  dsn_malformed: { remedy: `Copy ${DSN} into SENTRY_DSN again: http(s)://KEY@HOST/PROJECT.` },
  dsn_rejected: {
    remedy: `Compare SENTRY_DSN with ${DSN}: both must have the same key and project number. Then set SENTRY_DSN and restart.`,
  },
  project_not_found: {
    remedy: `Compare host, path and project number of SENTRY_DSN with ${DSN}. If there is a proxy before GlitchTip, let it pass /api/NUMBER/envelope/ on.`,
  },
  browser_origin_refused: { remedy: "Let the proxy before GlitchTip pass requests of the app's origin." },
  ingest_bad_request: {
    remedy: `Compare the key in SENTRY_DSN with ${DSN}: 32 hex digits. If it is right, check that a proxy or tunnel before GlitchTip passes bodies unchanged, and update GlitchTip.`,
  },
  ingest_rate_limited: { remedy: THROTTLE },
  dropped_backoff: { remedy: `${THROTTLE} The pause ends by itself.` },
  ingest_server_error: {
    remedy: `Look at the status. 503: remove MAINTENANCE_EVENT_FREEZE, with which GlitchTip takes no events, from its variables. Another one: ${LOG}`,
  },
  ingest_timeout: {
    remedy:
      "Look for a firewall that drops packets between this server and GlitchTip, and at GlitchTip's load.",
  },
  no_read_token: { remedy: UNREAD },
  no_organisation: { remedy: UNREAD },
  no_sentry_url: { remedy: UNREAD },
  read_unsupported: { remedy: UNREAD },
  read_server_error: { remedy: UNREAD },
  read_timeout: { remedy: UNREAD },
  read_rate_limited: { remedy: UNREAD },
};
