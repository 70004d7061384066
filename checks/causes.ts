import type { Cause, StageName } from "./answer";
import { causePage } from "./cause-page";

interface CauseText {
  stage: StageName;
  /** What happened. `{name}` is filled with a fact of the run. */
  summary: string;
  /** What to do about it. */
  remedy: string;
}

const text = (stage: StageName, summary: string, remedy: string): CauseText => ({ stage, summary, remedy });

/** Every reason for a verdict that is not a plain pass. Two that need different actions are two entries. */
export const CAUSES = {
  // fired: nothing was even tried
  check_changed: text(
    "fired",
    "The run was fired by another version of this check, which looked for other events.",
    "Fire the check again.",
  ),
  not_fired: text(
    "fired",
    "The check's own address did not fire it: the answer was {status}.",
    "Call the check's address by hand and read its answer; a proxy or a missing route stands before it.",
  ),
  app_unreachable: text(
    "fired",
    "The app could not reach its own address to fire the check ({code}).",
    "Set APP_URL to an address at which this server reaches the app.",
  ),
  ticket_refused: text(
    "fired",
    "The app fired a run of its own instead of the canary's: it did not take the canary's ticket.",
    "Compare the clocks of the app's instances, which may differ by less than a minute, and their ADMIN_TOKEN and SESSION_SECRET, which must be the same.",
  ),
  page_not_reached: text(
    "fired",
    "The app's own page that raises the error answered {status} instead of raising it.",
    "Look what stands between the app and its own address (APP_URL): a proxy or another app; all instances must share ADMIN_TOKEN and SESSION_SECRET.",
  ),

  needs_browser: text(
    "fired",
    "This check's errors can only be raised in a browser, and none was there to raise them: {why}.",
    "Open /admin/sentry and press the check's button, or run roundtrip verify --checks {check} on a machine that has Chromium or Chrome.",
  ),
  browser_page_unreachable: text(
    "fired",
    "The browser could not open the app's page that raises the errors: {code}.",
    "Open the app's own address in that browser: look for a proxy or a sign-in before /admin/checks, and for headers of another layer that forbid framing.",
  ),

  // raised: the error never happened
  browser_not_opened: text(
    "raised",
    "The run was given to a browser, which never opened the page that raises the errors.",
    "Keep the page or the command open until the check has run, and look in the browser's console for what stopped it.",
  ),
  browser_page_silent: text(
    "raised",
    "A browser opened the page that raises the errors, and its script reported nothing: it did not run, or could not reach this app.",
    "Open the browser's console on that page: look for scripts blocked by a Content-Security-Policy or an extension, and for requests to /api/health that are blocked.",
  ),
  browser_raised_nothing: text(
    "raised",
    "The page ran in the browser, but was gone before it raised this error.",
    "Keep the page or the command open until the check has run, then fire it again.",
  ),
  not_raised: text(
    "raised",
    "The check was fired, but its error was never raised: the process that should raise it left no trace.",
    "Look whether the server was restarted at that moment, then fire the check again.",
  ),
  inngest_unreachable: text(
    "raised",
    "The task could not be handed to Inngest: its event endpoint did not answer ({code}).",
    "Start Inngest, or correct INNGEST_BASE_URL so that the app can reach it.",
  ),
  inngest_key_missing: text(
    "raised",
    "The task could not be handed to Inngest: no event key is configured.",
    "Set INNGEST_EVENT_KEY to a key of this Inngest environment.",
  ),
  inngest_key_rejected: text(
    "raised",
    "Inngest refused the event for the task: {code}.",
    "Set INNGEST_EVENT_KEY to a valid key of this Inngest environment.",
  ),
  inngest_error: text(
    "raised",
    "The task could not be handed to Inngest: {code}.",
    "Read Inngest's status page or its log; fire the check again once it takes events.",
  ),
  task_call_refused: text(
    "raised",
    "Inngest called the function, and this app refused the call: it is not signed with the app's INNGEST_SIGNING_KEY, or its time is wrong.",
    "Set INNGEST_SIGNING_KEY to the signing key of the Inngest environment that calls (Inngest: Manage, Signing key) and restart. If it is that one, compare the two clocks: five minutes apart is too much.",
  ),
  task_not_registered: text(
    "raised",
    "Inngest took the event and called nothing: it does not know this app's function for the check.",
    "Sync the app: in Inngest under Apps, Sync, with the address https://APP/api/inngest (for a local Inngest: curl -X PUT). After a deploy that adds functions, sync again.",
  ),
  task_not_called: text(
    "raised",
    "Inngest took the event, but no call of the function reached this app; an app is not told why.",
    "Call roundtrip doctor: it tells whether the functions are registered. If they are, look in Inngest: paused, synced to another address, or, where the event is not listed, INNGEST_EVENT_KEY is another environment's.",
  ),
  task_raised_nothing: text(
    "raised",
    "Inngest called the function, but the function did not reach the line that raises the error.",
    "Read the function's run in Inngest: its log shows where it stopped.",
  ),

  // captured: the error happened, the SDK made no event of it
  dsn_absent: text(
    "captured",
    "SENTRY_DSN is not set in this process, so the Sentry SDK was never started.",
    "Set SENTRY_DSN to the DSN of your project (Sentry: Settings, Projects, Client Keys) and restart.",
  ),
  dsn_malformed: text(
    "captured",
    "SENTRY_DSN is not a DSN, so the Sentry SDK sends nothing.",
    "Copy the DSN again from Sentry (Settings, Projects, Client Keys): https://KEY@HOST/PROJECT.",
  ),
  sdk_not_started: text(
    "captured",
    "SENTRY_DSN is set, but the Sentry SDK is not started in the {runtime} runtime.",
    "Call Sentry's init from register() in instrumentation.ts for this runtime.",
  ),
  sdk_not_started_browser: text(
    "captured",
    "The page gives the browser a DSN, but the Sentry SDK is not started there.",
    "Call Sentry's init from instrumentation-client.ts, and look in the browser's console for an error that stops that file early.",
  ),
  browser_unconfigured: text(
    "captured",
    "The server has a DSN, but the page gives the browser none, so its SDK is not started.",
    "Put the settings on <html> in app/layout.tsx, rendered per request: a page made at build time, or kept by a cache, does not have them.",
  ),
  not_captured_request: text(
    "captured",
    "The error was thrown, but the SDK was never told of it.",
    "Export onRequestError from instrumentation.ts: Next.js reports uncaught server errors only through it.",
  ),
  not_captured_log: text(
    "captured",
    "The error was logged, but the SDK made no event of it.",
    "Add pinoIntegration with error levels to Sentry's init, and start Sentry before pino is imported.",
  ),
  not_captured_task: text(
    "captured",
    "The Inngest function failed, but the SDK was never told of it: Inngest turns errors into answers.",
    "Add the Sentry middleware to the Inngest client (inngest/client.ts). If it is there, look whether the process was restarted or killed at that moment: what ends right after the error reports nothing.",
  ),
  not_captured_edge: text(
    "captured",
    "The error was handed to the SDK in the edge runtime, which made no event of it.",
    "Look for a second copy of the SDK in the edge bundle: npm ls @sentry/core shows who brings one; the route and sentry.edge.config.ts must import the same.",
  ),
  not_captured_browser: text(
    "captured",
    "The error was raised in the browser, and its SDK, though started, made no event of it.",
    "Keep the SDK's globalHandlers integration in the browser, and look for a window.onerror or onunhandledrejection that stops the error before it.",
  ),
  not_captured_boundary: text(
    "captured",
    "A component threw in the browser, and the error boundary that caught it reported nothing.",
    "Call reportError(error) or Sentry.captureException(error) in an effect of app/error.tsx and app/global-error.tsx.",
  ),
  not_captured_proxy: text(
    "captured",
    "The error was thrown in proxy.ts, and the SDK was never told of it: Next.js reports nothing from there.",
    "Add try and catch to proxy.ts: hand the error to Sentry.captureException as unhandled, and answer 500.",
  ),

  two_cores: text(
    "captured",
    "The error was reported to a second copy of the SDK that was never started: versions {versions} of @sentry/core are loaded in one process.",
    "Correct the versions so that all Sentry packages share one @sentry/core: npm ls @sentry/core shows who brings another, overrides in package.json settle it; then build again.",
  ),

  // dropped by the SDK
  dropped_before_send: text(
    "captured",
    "The SDK dropped the event: beforeSend returned nothing for it.",
    "Let beforeSend in Sentry's init (sentry.server.config.ts, for the edge sentry.edge.config.ts) return every event whose tag named check is set.",
  ),
  dropped_threw: text(
    "captured",
    "The SDK dropped the event: {by} threw an error while handling it.",
    "Correct what throws there. With debug: true in Sentry's init the SDK writes that error to the server's log.",
  ),
  dropped_ignored: text(
    "captured",
    "The SDK dropped the event: a rule of its init matched it ({by}).",
    "Narrow that rule in Sentry's init so that it matches only what it means; /^TypeName(:|$)/ in ignoreErrors matches one type of errors.",
  ),
  dropped_processor: text(
    "captured",
    "The SDK dropped the event: an event processor returned nothing for it ({by}).",
    "Let that processor return every event whose tag named check is set. A name is an integration's, in Sentry's init; one of a scope was added by addEventProcessor: search the code for it.",
  ),
  browser_before_send: text(
    "captured",
    "The browser's SDK dropped the event: beforeSend returned nothing for it.",
    "Let beforeSend of the browser's init (instrumentation-client.ts) return every event whose tag named check is set.",
  ),
  browser_threw: text(
    "captured",
    "The browser's SDK dropped the event: {by} threw an error while handling it.",
    "Correct what throws there. With debug: true in the browser's init (instrumentation-client.ts) the SDK writes that error to the browser's console.",
  ),
  browser_ignored: text(
    "captured",
    "The browser's SDK dropped the event: a rule of its init matched it ({by}).",
    "Narrow that rule in the browser's init (instrumentation-client.ts) so that it matches only what it means.",
  ),
  browser_processor: text(
    "captured",
    "The browser's SDK dropped the event: an event processor returned nothing for it ({by}).",
    "Let that processor return every event whose tag named check is set. A name is an integration's, in the browser's init (instrumentation-client.ts); one of a scope was added by addEventProcessor: search the code for it.",
  ),
  dropped_sampled: text(
    "captured",
    "The SDK dropped the event by chance: the error sample rate is {rate}.",
    "Remove sampleRate from Sentry's init, or set it to 1: it loses errors on purpose.",
  ),
  dropped_overflow: text(
    "captured",
    "The SDK dropped the event: its send queue was full.",
    "Raise transportOptions.bufferSize in Sentry's init, and find out what floods the queue.",
  ),
  dropped_backoff: text(
    "captured",
    "The SDK dropped the event without sending: Sentry had told it to wait after a rate limit.",
    "Raise the project's or key's rate limit in Sentry, or send less; then wait for the back-off to end.",
  ),
  dropped_other: text(
    "captured",
    "The SDK dropped the event: {reason}.",
    "Look the reason up in Sentry's client reports and correct the setting that it names.",
  ),

  // accepted: sent, and refused or lost on the way
  dsn_rejected: text(
    "accepted",
    "Sentry refused the event with {status}: the key in SENTRY_DSN is not valid for its project.",
    "Copy the DSN again from Sentry (Settings, Projects, Client Keys); look whether the key was disabled or rotated.",
  ),
  project_not_found: text(
    "accepted",
    "The ingest address answered {status}: there is no such project or path there.",
    "Check the host and the project number in SENTRY_DSN against Sentry (Settings, Projects, Client Keys).",
  ),
  ingest_bad_request: text(
    "accepted",
    "Sentry could not read the event and answered {status}.",
    "Update @sentry/nextjs; if a proxy or tunnel stands before Sentry, check that it passes bodies unchanged.",
  ),
  ingest_too_large: text(
    "accepted",
    "Sentry refused the event with 413: it is too large.",
    "Send less extra data or fewer attachments, or raise the body limit of a proxy before Sentry.",
  ),
  ingest_rate_limited: text(
    "accepted",
    "Sentry refused the event with 429: a rate limit or the quota is exhausted{limits}.",
    "Look at Stats and Subscription in Sentry; raise the quota or the key's limit, or send fewer events.",
  ),
  ingest_server_error: text(
    "accepted",
    "Sentry answered {status}: the fault is on Sentry's side.",
    "Look at Sentry's status page, or at the relay's log if you host it; fire again later.",
  ),
  ingest_redirected: text(
    "accepted",
    "The ingest address answered with a redirect ({status}), which the SDK does not follow.",
    "Put the final address into SENTRY_DSN; look for a proxy or login page before Sentry.",
  ),
  ingest_unexpected: text(
    "accepted",
    "The ingest address answered {status}, which Sentry never does.",
    "Check the host in SENTRY_DSN, and what proxy stands before it.",
  ),
  not_sentry: text(
    "accepted",
    "The ingest address answered {status}, but not as Sentry does: the answer holds no event id.",
    "Check the host in SENTRY_DSN: something else, such as a proxy or a web server, answers there.",
  ),
  ingest_unresolved: text(
    "accepted",
    "The host in SENTRY_DSN does not resolve ({code}).",
    "Correct the host in SENTRY_DSN, or the machine's DNS.",
  ),
  ingest_refused: text(
    "accepted",
    "The connection to the host in SENTRY_DSN was refused or reset ({code}).",
    "Check host and port in SENTRY_DSN, that Sentry runs there, and that a firewall lets this server out to it.",
  ),
  ingest_timeout: text(
    "accepted",
    "The host in SENTRY_DSN did not answer in time ({code}).",
    "Look for a firewall that drops packets, or an overloaded relay, between this server and Sentry.",
  ),
  ingest_tls: text(
    "accepted",
    "The TLS certificate of the host in SENTRY_DSN was not accepted ({code}).",
    "Renew or correct the certificate, or give Node its authority with NODE_EXTRA_CA_CERTS.",
  ),
  ingest_network: text(
    "accepted",
    "The event did not reach Sentry: {code}.",
    "Check this server's way to the host in SENTRY_DSN: curl -v https://HOST from the server shows whether DNS, a proxy, a firewall or TLS stops it.",
  ),
  csp_blocks_ingest: text(
    "accepted",
    "The page's Content-Security-Policy forbids the browser to send to Sentry, so that errors of users are lost.",
    "Add the origin of SENTRY_DSN to connect-src of the policy, wherever it is set: the app, its proxy or the host.",
  ),
  browser_request_blocked: text(
    "accepted",
    "Something in the browser stopped the request to Sentry{reach}: an ad blocker, most likely, or a filter in its network.",
    "Fire again in a browser without extensions. If it passes, give the browser's SDK a tunnel through your own app, whose address blockers do not know.",
  ),
  browser_timeout: text(
    "accepted",
    "Sentry did not answer the browser in time.",
    "Look for a filter in the browser's network that drops packets, or an overloaded relay before Sentry.",
  ),
  fate_unknown: text(
    "accepted",
    "The SDK took the error, but what became of it was not seen, and Sentry does not have it.",
    "The process probably ended before the event was sent: give it time to flush (waitUntil, Sentry.flush), then fire again.",
  ),

  // stored: accepted, and not there
  accepted_not_stored: text(
    "stored",
    "Sentry accepted the event with 200, but it cannot be found by its id: it was not stored.",
    "Look in Sentry for what discards it: inbound filters, quota and spike protection (Stats), delete-and-discard of the issue, a disabled key; on a server of your own, the ingest consumers (Bugsink: its snappea worker).",
  ),
  discards_filtered: text(
    "stored",
    "Since the hour of the firing Sentry's statistics count {count} {what} of this project as filtered ({reasons}).",
    "Look at the project's inbound filters (Settings, Inbound Filters), and at issues set to delete and discard.",
  ),
  discards_limited: text(
    "stored",
    "Since the hour of the firing Sentry's statistics count {count} {what} of this project as rate limited ({reasons}).",
    "Raise the quota, or the rate limit of the DSN's key, and look whether spike protection is at work (Stats).",
  ),
  discards_invalid: text(
    "stored",
    "Since the hour of the firing Sentry's statistics count {count} {what} of this project as invalid ({reasons}).",
    "Look at what rewrites events before they are sent (beforeSend, event processors), and at the server's log where it is your own.",
  ),
  discards_none: text(
    "stored",
    "Sentry's statistics count no {what} of this project as filtered, limited or invalid since the hour of the firing.",
    "Look behind ingest: on a server of your own at the consumers and queues that store events; else ask Sentry's status page and support.",
  ),
  no_read_token: text(
    "stored",
    "Nothing can be read back from Sentry without a token, so whether the event is stored is not proven.",
    "Create a token with the scopes project:read, event:read and org:read in Sentry and set SENTRY_API_TOKEN and SENTRY_ORG; in Bugsink, with projects:read, issues:read and events:read.",
  ),
  no_organisation: text(
    "stored",
    "SENTRY_ORG is not set, and Sentry's API gives events only by their organisation, so nothing can be read back.",
    "Set SENTRY_ORG to the organisation's slug as it stands in Sentry's addresses.",
  ),
  read_unauthorized: text(
    "stored",
    "Sentry's API refused the read token (401).",
    "Create a new token with project:read, event:read and org:read (Bugsink: projects:read, issues:read and events:read), and set SENTRY_API_TOKEN. An upload token cannot read.",
  ),
  read_forbidden: text(
    "stored",
    "Sentry's API forbids this token to read the project's events (403).",
    "Give the token of SENTRY_API_TOKEN the scopes project:read, event:read and org:read (Bugsink: projects:read, issues:read and events:read), and access to the project, its owner included.",
  ),
  wrong_organisation: text(
    "stored",
    "Sentry's API knows no organisation of the name in SENTRY_ORG for this token.",
    "Set SENTRY_ORG to the organisation's slug as it stands in Sentry's addresses, and SENTRY_URL to its region.",
  ),
  wrong_project: text(
    "stored",
    "The project in SENTRY_DSN does not belong to the organisation in SENTRY_ORG.",
    "Set SENTRY_ORG to the organisation that owns the DSN's project, or take the DSN of one of its projects.",
  ),
  other_server: text(
    "stored",
    "The server at SENTRY_URL has no project with the number and the key of SENTRY_DSN.",
    "Set SENTRY_URL to the server that SENTRY_DSN belongs to, or take SENTRY_DSN from a project of that server.",
  ),
  read_rate_limited: text(
    "stored",
    "Sentry's API limited our look-ups (429) until the deadline.",
    "Lower LOOKUPS_PER_SECOND, or use a token that other programs do not use.",
  ),
  read_server_error: text(
    "stored",
    "Sentry's API answered {status} until the deadline: the fault is on Sentry's side.",
    "Look at Sentry's status page, or at the web log if you host it; fire again later.",
  ),
  read_timeout: text(
    "stored",
    "Sentry's API did not answer in time.",
    "Check the way from this server to SENTRY_URL with curl -v, and Sentry's status page, or the load of its web processes if you host it.",
  ),
  read_unreachable: text(
    "stored",
    "Sentry's API could not be reached ({code}).",
    "Correct SENTRY_URL, or let this server out to it.",
  ),
  read_redirected: text(
    "stored",
    "Sentry's API answered with a redirect, probably to a login page.",
    "Set SENTRY_URL to the address of the API itself, past any single sign-on proxy.",
  ),
  read_not_json: text(
    "stored",
    "What answers at SENTRY_URL is not Sentry's API: it sent something other than JSON.",
    "Set SENTRY_URL to Sentry's own address; look for a login page or a proxy before it.",
  ),
  read_truncated: text(
    "stored",
    "Sentry's API sent an answer that cannot be read: incomplete, or of an unknown shape.",
    "Look for a proxy that cuts answers; if Sentry was just updated, update Roundtrip.",
  ),
  read_other_event: text(
    "stored",
    "Asked for this event, Sentry's API sent another one.",
    "Look for a cache or proxy before SENTRY_URL that answers without regard to the address.",
  ),
  read_bad_request: text(
    "stored",
    "Sentry's API refused our question ({status}).",
    "If you host Sentry, update it; otherwise report this with the status.",
  ),
  not_looked: text(
    "stored",
    "The deadline has passed, and nobody has looked in Sentry since.",
    "Open the run again while the app is running: it looks once more.",
  ),
  uniqueness_unknown: text(
    "stored",
    "The event was read back, but whether it is the only one could not be found out.",
    "Give the token event:read and org:read, so that Sentry can be searched, and fire again.",
  ),
  search_lags: text(
    "stored",
    "The event was read back by its id, but Sentry's search did not list it, so whether it is the only one is not proven.",
    "Fire the check again later: the search is behind. If you host Sentry, look at the lag of its search consumers.",
  ),
  found_too_late: text(
    "stored",
    "The event was found only {seconds} s after the firing: too late to count.",
    "Sentry is far behind in storing events. Look at its status, or at the lag of the consumers if you host it.",
  ),

  // matched: stored, and not as meant
  wrong_event: text(
    "matched",
    "What is stored under this id is another error.",
    "Open the event in Sentry to see whose error it is. Then look at beforeSend and event processors in Sentry's init: one of them gives another event this id, or changes its message.",
  ),
  wrong_type: text(
    "matched",
    "The stored event is the check's own, but its error type is not the one that was raised.",
    "Look for what renames it: a minifier that shortens class names, beforeSend, or an event processor.",
  ),
  message_scrubbed: text(
    "matched",
    "The event's message was scrubbed, so that it no longer says which run it belongs to.",
    "Except messages that start with Roundtrip from Sentry's data scrubbing (Settings, Security & Privacy) or from your own beforeSend.",
  ),
  stored_under_other_id: text(
    "matched",
    "Sentry holds the check's error, but under another event id than the run's.",
    "Roundtrip sets the id in the SDK of each runtime: check that its correlation is installed there, and that no event processor or relay sets another one.",
  ),
  received_unknown: text(
    "matched",
    "The stored event does not say when it was received, so it may be older than the firing.",
    "Update Sentry if you host it: an event must carry the time at which it was received.",
  ),
  received_before_firing: text(
    "matched",
    "The stored event was received before the check was fired.",
    "Compare this server's clock with Sentry's; if they agree, something answers with old events.",
  ),
  wrong_release: text(
    "matched",
    "The stored event carries another release than expected.",
    "Check that the version you expect is the one that runs. Set SENTRY_PROJECT and COMMIT_SHA to what is deployed; look for a second place that sets the release.",
  ),
  browser_release_differs: text(
    "matched",
    "The browser's event carries another release than the server, which puts {server} on its own.",
    "Give the browser the server's release with each page. Look for a cache that keeps pages across deployments, instances of two deployments, and a release set at build.",
  ),
  browser_environment_differs: text(
    "matched",
    "The browser's event carries another environment than the server, which puts {server} on its own.",
    "Give the browser SENTRY_ENVIRONMENT with each page, not at build: one build serves every environment. Look for a cache before the pages, too.",
  ),
  wrong_environment: text(
    "matched",
    "The stored event carries another environment than expected.",
    "Set SENTRY_ENVIRONMENT for this deployment; look for a second place that sets the environment.",
  ),
  wrong_handled: text(
    "matched",
    "The stored event does not say rightly whether the error was handled.",
    "Look at what captures it: an extra capture call with another mechanism, or a rule that rewrites it.",
  ),
  wrong_mechanism: text(
    "matched",
    "The event was reported by another part of the SDK than meant.",
    "Look for a second integration or middleware that captures the same error first.",
  ),
  wrong_runtime: text(
    "matched",
    "The event was reported from another runtime than meant.",
    "Check register() in instrumentation.ts: it must start Sentry for NEXT_RUNTIME nodejs and for edge, each with its own config file; what a runtime without its own SDK throws is reported from another, or not at all.",
  ),
  wrong_tags: text(
    "matched",
    "The check's tags are missing or changed on the stored event.",
    "Look at beforeSend, event processors and Sentry's data scrubbing: something rewrites tags.",
  ),
  wrong_trace: text(
    "matched",
    "The event is not on the trace of the request that caused it.",
    "Check that the trace is handed on: the Sentry middleware on both sides of Inngest, and no second tracing library.",
  ),
  browser_trace_apart: text(
    "matched",
    "The browser's event is not on the trace of its page load, so that it cannot be told from which request the page came.",
    "Keep the sentry-trace tag that withSentryConfig puts into pages, and browserTracingIntegration in the browser's init; look for a cache that keeps pages.",
  ),
  data_missing: text(
    "matched",
    "The extra data that was logged is not on the stored event.",
    "Log data as fields of the object, and check what removes contexts: normalizeDepth, beforeSend.",
  ),
  data_scrubbed: text(
    "matched",
    "The extra data was scrubbed on its way.",
    "Except these fields from Sentry's data scrubbing (Settings, Security & Privacy) or from your own beforeSend.",
  ),
  data_changed: text(
    "matched",
    "The extra data on the stored event is not what was logged.",
    "Look at what rewrites contexts: normalizeDepth, beforeSend, data scrubbing.",
  ),
  stored_twice: text(
    "matched",
    "Sentry stored the error {count} times.",
    "Look for a second capture of the same error: a duplicate SDK, two middlewares, or a retry that reports each attempt.",
  ),

  // absent: the ignored error
  ignored_error_stored: text(
    "absent",
    "The error that must be ignored was stored in Sentry.",
    "Add the ignored type to the ignore rule in Sentry's init, in every process that runs tasks.",
  ),
  ignored_error_sent: text(
    "dropped",
    "The error that must be ignored was not dropped: the SDK let it through and tried to send it.",
    "Add the ignored type to the ignore rule in Sentry's init, in every process that runs tasks.",
  ),
  ignored_not_dropped: text(
    "dropped",
    "The SDK took the error that must be ignored, but was not seen to drop it, so its absence proves nothing.",
    "Check that the ignore rule in Sentry's init names the ignored type, then fire again: a process that ends too early leaves no trace of the drop.",
  ),
  ignored_by_other: text(
    "dropped",
    "The SDK dropped the error for another reason than being ignored: {reason}.",
    "Add the ignored type to the ignore rule in Sentry's init, and correct the setting that dropped it.",
  ),
  ignore_rule_too_wide: text(
    "dropped",
    "The ignore rule also drops errors that only mention the ignored name ({by}).",
    "Match the exact type in ignoreErrors, as in /^ValidationError(:|$)/: a string, or a pattern without ^, matches text anywhere in a message.",
  ),
  split_processes: text(
    "absent",
    "What must not be reported and its control were seen by different processes, so absence is not proven.",
    "Fire the check again; if it stays, let one process run a whole task, or fire where there is one instance.",
  ),
  absence_not_witnessed: text(
    "absent",
    "Of the errors whose handling proves absence, one was not seen in the process that handled the others.",
    "Fire the check again: a process that ends in the middle of a run leaves this gap.",
  ),
  control_too_early: text(
    "absent",
    "The control was reported too early to prove that reporting still worked after what must not be reported.",
    "Fire the check again; if it stays, look for what delays the SDK's event processors.",
  ),

  // absent: redirect() and notFound()
  control_flow_reported: text(
    "absent",
    "Sentry holds a report of redirect() or notFound(), which are no errors: {what}.",
    "Let them pass wherever you catch errors to report them: call unstable_rethrow(error) from next/navigation first.",
  ),
  trace_not_searchable: text(
    "absent",
    "This backend cannot search by trace, so whether redirect() or notFound() was reported is not proven.",
    "Look in Sentry for issues named NEXT_REDIRECT or NEXT_HTTP_ERROR_FALLBACK; there should be none.",
  ),

  // the trace and its spans
  tracing_off: text(
    "captured",
    "SENTRY_TRACE_SAMPLE_RATE is {rate}, but the SDK of this process traces nothing.",
    "Set tracesSampleRate or tracesSampler in Sentry's init of this runtime; look for an init of another kind that ran before.",
  ),
  trace_sampled_out: text(
    "captured",
    "SENTRY_TRACE_SAMPLE_RATE is {rate}, and the SDK decided against this check's trace, which it must always take.",
    "Keep traceSampler as tracesSampler in Sentry's init, and ignoreSpans from matching whole requests; where that is so, look who else requests this check's address: past 60 a minute it is sampled like any other.",
  ),
  spans_not_stored: text(
    "stored",
    "The trace was sampled, but Sentry holds none of its spans.",
    "Look in Sentry's Stats at spans: a spent quota, a rate limit of the key or the inbound filter for health checks may take them alone; in the app, look for what drops them: beforeSendSpan, ignoreSpans.",
  ),
  trace_route_missing: text(
    "stored",
    "Sentry holds spans of this trace, but not the request's own.",
    "Look for what keeps the route's span from being sent: the SDK's http integration switched off, ignoreSpans, or a server that was stopped before it could flush.",
  ),
  trace_task_missing: text(
    "stored",
    "Sentry holds the request's span, but not the task's.",
    "Add the Sentry middleware to the Inngest client (inngest/client.ts); where it is there, look whether the task's process ended before it could flush.",
  ),
  trace_broken: text(
    "matched",
    "The trace breaks between route and task: the task ran on another one ({trace}).",
    "Let the Sentry middleware of the Inngest client hand the caller's trace on: transformSendEvent puts it into the event, wrapRequest continues it.",
  ),
  trace_unlinked: text(
    "matched",
    "Route and task are on one trace, but the task's span does not lie in the route's.",
    "Send sentry-trace and baggage along as Sentry.getTraceData() gives them at that moment, and keep ignoreSpans from dropping the spans in between.",
  ),
  trace_browser_apart: text(
    "matched",
    "A browser fired the check, but its trace did not reach the route: the route's span begins a trace of its own.",
    "Keep browserTracingIntegration in the browser's init, let tracePropagationTargets cover this app's own address, and look for a proxy that removes the headers sentry-trace and baggage.",
  ),
  trace_browser_missing: text(
    "stored",
    "The route's span names the browser's as its parent, but Sentry does not hold that one.",
    "Look in the browser's console for blocked requests to Sentry: an ad blocker, or a Content-Security-Policy without its origin in connect-src.",
  ),
  redis_spans_missing: text(
    "matched",
    "Runs are kept in Redis, but no Redis command is among the spans of this trace.",
    "Add redisIntegration to Sentry's init, and start Sentry before ioredis is imported.",
  ),
  spans_at_rate_zero: text(
    "absent",
    "SENTRY_TRACE_SAMPLE_RATE is 0, but Sentry holds {count} spans of this run: {what}.",
    "Look for a second place that decides about traces: a tracesSampler that ignores the rate, a middleware that forces sampling, or another SDK in the process.",
  ),
  spans_not_told_apart: text(
    "absent",
    "SENTRY_TRACE_SAMPLE_RATE is 0, and on the trace that the caller brought along Sentry holds {count} spans that may be the caller's or this app's: {what}.",
    "Fire the check without the header sentry-trace, as its button and roundtrip verify do: then every span on its trace is this app's own.",
  ),
  spans_not_searchable: text(
    "stored",
    "This backend keeps no spans that could be searched, so that whether the trace is stored is not proven.",
    "Read from a Sentry that has spans (SaaS, or a self-hosted one with them), or leave this check out: the others need none.",
  ),
  trace_browser_not_seen: text(
    "matched",
    "No browser fired the check, so that the way from a browser to the route was not looked at; the rest of the trace is proven.",
    "Fire the check by its button on /admin/sentry to prove the browser's part as well.",
  ),

  // warnings: a pass with a remark
  late: text(
    "stored",
    "The event was found after the deadline: {seconds} s after the firing.",
    "Sentry is slow to store. Look at its status, or at the lag of the consumers if you host it.",
  ),
  looked_late: text(
    "stored",
    "The event was found {seconds} s after the firing; nobody looked when the deadline passed, so it may have been there in time.",
    "Keep the app running until a run is decided: one that restarts or sleeps stops looking.",
  ),
  absence_too_late: text(
    "absent",
    "Nobody looked for the ignored error in time: the first look came {seconds} s after the firing, when finding nothing proves nothing.",
    "Fire the check again while the app is running.",
  ),
  absence_proven_late: text(
    "absent",
    "Absence was proven only {seconds} s after the firing, past the deadline.",
    "Keep the app running until a run is decided; if it was, Sentry was slow to store the control.",
  ),
  reported_twice: text(
    "captured",
    "The SDK was given the same error more than once.",
    "Look for a second capture: two middlewares, or error.tsx and a handler both reporting.",
  ),
  uniqueness_not_checked: text(
    "stored",
    "This backend cannot search messages, so whether the event is the only one was not checked.",
    "Nothing to do: the rest is proven.",
  ),
  absent_by_id_only: text(
    "absent",
    "This backend cannot search messages, so that the ignored error is absent was proven by its id alone.",
    "Nothing to do: the rest is proven.",
  ),
  trace_not_checked: text(
    "matched",
    "The firing had no trace, so whether the event is on its caller's trace was not checked.",
    "Fire the check from a process in which Sentry is started, so that the request has a trace.",
  ),
  source_not_original: text(
    "matched",
    "No in-app frame names the original source file with its line and text.",
    "Upload source maps at build with SENTRY_AUTH_TOKEN, and look in the build log whether the upload was refused.",
  ),
  source_maps_none: text(
    "matched",
    "Sentry has no source maps of this project, so the stack names built files.",
    "Set SENTRY_AUTH_TOKEN and SENTRY_ORG where the app is built, so that the build uploads them. Where they are set, look in the build log for a refused upload.",
  ),
  source_maps_other_build: text(
    "matched",
    "Sentry has source maps, but none of the build that runs, so the stack names built files.",
    "Upload in the very build that is deployed: do not build again on the host. Where it is one build, look in its log for a refused upload.",
  ),
  source_maps_no_debug_ids: text(
    "matched",
    "The built files that run carry no debug ids, without which Sentry finds no source map for them.",
    "Check that next.config.ts uses withSentryConfig, and deploy the files as the build left them: whatever rewrites or minifies them afterwards removes the ids.",
  ),
  source_map_missing: text(
    "matched",
    "Sentry has the built file that raised the error, but not its source map.",
    "Let the build make source maps and keep them until the upload: look for settings that turn them off, and for a step that deletes *.map files too early.",
  ),
  source_not_checked: text(
    "matched",
    "This backend gives stack frames only as they were sent, so whether they lead to the original source was not checked.",
    "Look at the event in the backend itself: it resolves source maps where it shows them. The rest is proven.",
  ),
  commit_is_latest: text(
    "matched",
    "The release ends in @latest: it does not say which commit runs.",
    "Set COMMIT_SHA to the commit that is deployed, as in COMMIT_SHA=$(git rev-parse HEAD), and restart.",
  ),
  clock_skew: text(
    "matched",
    "This server's clock and Sentry's are {seconds} s apart.",
    "Synchronise this server's clock: timedatectl shows whether NTP keeps it; a container has its host's clock. If it is right, correct the clock of the Sentry that you host.",
  ),
} as const satisfies Record<string, CauseText>;

export type CauseCode = keyof typeof CAUSES;

/** A cause with the run's facts filled in. */
export function cause(code: CauseCode, facts: Record<string, string | number> = {}): Cause {
  const { stage, summary, remedy } = CAUSES[code];
  const fill = (sentence: string) =>
    sentence.replace(/\{(\w+)\}/g, (_, name: string) => String(facts[name] ?? "unknown"));
  return { code, stage, summary: fill(summary), remedy: fill(remedy), href: causePage(code) };
}
