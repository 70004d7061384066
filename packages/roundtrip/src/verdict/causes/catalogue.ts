import type { Cause, StageName } from "#verdict/answer.js";
import { causePage } from "./page.js";

interface CauseText {
  stage: StageName;
  /** What happened. `{name}` is filled with a fact of the run. */
  summary: string;
  /** What to do about it. */
  remedy: string;
}

const text = (stage: StageName, summary: string, remedy: string): CauseText => ({ stage, summary, remedy });

const KEEP_RUNNING =
  "Wrap onRequestError in instrumentation.ts: export const onRequestError = waitUntilSent(Sentry.captureRequestError), of @roundtrip/next, and have roundtripIntegration() in Sentry.init.";

/** Every reason for a verdict that is not a plain pass. Two that need different actions are two entries. */
export const CAUSES = {
  // fired: nothing was even tried
  check_changed: text(
    "fired",
    "A deploy changed this check after the run was fired, so that the run cannot be decided any more.",
    "Fire the check again. This says nothing about Sentry.",
  ),
  not_fired: text(
    "fired",
    "The request that should fire the check was not answered by the check: {status}.",
    "Call the check's own address: `curl -i --oauth2-bearer $ADMIN_TOKEN $APP_URL/api/health/sentry`. 401 or 403: a sign-in of a proxy or host; 404: a wrong path, or a build without the route; 502 to 504: the app is down behind its proxy; 503: the answer names what is missing.",
  ),
  answered_by_cache: text(
    "fired",
    "A cache answered in the app's place, with what it had kept of an earlier request. Nothing was raised.",
    "Let no cache before the app keep answers below /api/health and /admin: exclude both paths in the CDN's rules, in nginx's proxy_cache, and in the cache of any other proxy. Then purge them there, and fire again.",
  ),
  nonce_lost: text(
    "fired",
    "The check was fired (run {run}), but the app did not get the nonce of the request. Nothing shows that this run is not an older one.",
    "Look for a proxy before APP_URL that removes headers named x-check-…, and let it pass them on. While a deploy is in progress, wait for it to end: an older version keeps no nonce.",
  ),
  app_unreachable: text(
    "fired",
    "The app could not reach its own address to fire the check ({code}).",
    "Set APP_URL to an address at which this server reaches itself, and restart; over plain http to another machine its host must be named in PLAIN_HTTP_HOSTS. Try it from the server: `curl -i $APP_URL/api/health/live`.",
  ),
  app_slow: text(
    "fired",
    "The app did not answer its own request to fire the check in time, and again not when it was asked once more.",
    "Fire the check again: this says nothing about Sentry. If it happens again, measure from the server how long it takes, `curl -i $APP_URL/api/health/live`, and look at the server's load and at the proxies before APP_URL.",
  ),
  ticket_refused: text(
    "fired",
    "The canary's request was signed, and the app did not take the signature: it fired a run of its own instead.",
    "Give all instances the same ADMIN_TOKEN and SESSION_SECRET, and restart them. If they are the same, compare the instances' clocks: they may differ by less than a minute.",
  ),
  expectation_lost: text(
    "fired",
    "The check was fired (run {run}) without the release and environment that verify was to expect. Its result proves nothing about them.",
    "Give all instances the same ADMIN_TOKEN and SESSION_SECRET, and clocks less than a minute apart. If they have them, look for a proxy before APP_URL that removes headers named x-check-….",
  ),
  page_not_reached: text(
    "fired",
    "The app's own page that raises the error answered {status} instead of raising it.",
    "Call it from the server, `curl -i $APP_URL/api/health/live`: a proxy, a sign-in or another app may answer there. Where there are several instances, give all of them the same ADMIN_TOKEN and SESSION_SECRET.",
  ),

  page_slow: text(
    "fired",
    "The app's own page that raises the error did not answer in time, and the error was not raised by the deadline.",
    "Fire the check again once the server has less to do. If it happens again, measure from the server how long it takes, `curl -i $APP_URL/api/health/live`, and look for a proxy before APP_URL that holds requests back.",
  ),
  proxy_not_reached: text(
    "fired",
    "The address at which proxy.ts raises the error answered 404: proxy.ts does not see requests to it.",
    "Let config.matcher in proxy.ts cover /api/health/sentry, /api/health/sentry-:check and /admin/checks/:path*, hand these to Roundtrip's proxy (docs/adopt.md shows how), and build again.",
  ),
  needs_browser: text(
    "fired",
    "Only a browser can raise this check's errors, and no browser opened its page: {why}.",
    "Open /admin/sentry and press the check's button, or call `npm run verify -- --url URL --checks {check}` on a machine with Chromium, Chrome or Edge (CHROME_PATH names another).",
  ),
  browser_page_unreachable: text(
    "fired",
    "The browser could not open the app's page that raises the errors: {code}.",
    "Open the app's own address in that browser. Look for a proxy or a sign-in before /admin/checks, and for X-Frame-Options or frame-ancestors that a proxy or the host sets.",
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
    "Look whether the server was restarted or killed at that moment; if so, fire the check again. If not, read the server's log of that second for what ended the request before its error.",
  ),
  inngest_unreachable: text(
    "raised",
    "The task could not be handed to Inngest: its event endpoint did not answer ({code}).",
    "Start Inngest, or set INNGEST_BASE_URL to the address at which this server reaches it. For Inngest Cloud remove INNGEST_BASE_URL and let this server out to https://inn.gs.",
  ),
  inngest_key_missing: text(
    "raised",
    "The task could not be handed to Inngest: no event key is configured.",
    "Set INNGEST_EVENT_KEY and restart. On Inngest Cloud it is a key of the environment (Manage, Event Keys); for a server of your own it is the key of its --event-key. With Inngest's dev server, under `npm run dev`, set INNGEST_DEV=1 instead.",
  ),
  inngest_key_rejected: text(
    "raised",
    "Inngest refused the event for the task: {code}.",
    "Correct INNGEST_EVENT_KEY and restart. On Inngest Cloud compare it with the keys of the environment (Manage, Event Keys), and in a branch environment check INNGEST_ENV, too. For a server of your own it is the key of its --event-key.",
  ),
  inngest_error: text(
    "raised",
    "The task could not be handed to Inngest: {code}.",
    "Look at status.inngest.com for Inngest Cloud, or read the log of a server of your own. Fire the check again once Inngest takes events.",
  ),
  task_call_refused: text(
    "raised",
    "Inngest called the function, and this app refused the call: it is not signed with the app's INNGEST_SIGNING_KEY, or its time is wrong.",
    "Set INNGEST_SIGNING_KEY to the signing key of the Inngest that calls, and restart. On Inngest Cloud it is under Manage, Signing Key; for a server of your own it is signkey-prod- and the key of its --signing-key. If it is that one, compare the two clocks: five minutes apart is too much.",
  ),
  task_not_registered: text(
    "raised",
    "Inngest took the event and called nothing: it does not know this app's function for the check.",
    "Run `npm run sync -- --url URL` (roundtrip sync, where the command is installed): the app then registers its functions by a signed request. Sync again after each deployment that adds functions: a server of your own never asks again.",
  ),
  inngest_dev_server: text(
    "raised",
    "An Inngest dev server took the event. It signs none of its calls, so that this app refuses them and does not register with it.",
    "Start the server with inngest start, --event-key and --signing-key, or set INNGEST_BASE_URL to the server that is meant. Restart the app, then run `npm run sync -- --url URL`. A dev server is for `npm run dev` with INNGEST_DEV=1.",
  ),
  task_at_other_address: text(
    "raised",
    "Inngest took the event, but it calls this app's functions at {address}, where {who}.",
    "Run `npm run sync -- --url URL`: the app then registers its own address. Where Inngest reaches the app at another one, set INNGEST_SERVE_ORIGIN to that and restart first. If INNGEST_SERVE_ORIGIN is set already, correct it.",
  ),
  task_event_elsewhere: text(
    "raised",
    "Inngest took the event, but the environment of INNGEST_SIGNING_KEY does not hold it.",
    "Set INNGEST_EVENT_KEY and INNGEST_SIGNING_KEY to keys of the same environment, and restart. In a branch environment of Inngest Cloud check INNGEST_ENV, too.",
  ),
  task_event_lost: text(
    "raised",
    "Inngest holds the event and the function, but it has started no run. A server with its queue in memory forgets what waits there when it is restarted.",
    "Fire the check again. Start a server of your own with --redis-uri, so that its queue outlives a restart. On Inngest Cloud look whether the function is paused (Functions), and resume it.",
  ),
  task_not_called: text(
    "raised",
    "Inngest took the event, but no call of the function reached this app. Inngest does not tell an app why.",
    "Open the event in Inngest (Events), and its run. The run waits: other runs are before it, or Inngest is down. The run fails: it says why, which most often is a proxy, a firewall or deployment protection before /api/inngest. Then run `npm run doctor -- --url URL`.",
  ),
  task_raised_nothing: text(
    "raised",
    "Inngest called the function, but the function did not reach the line that raises the error.",
    "Read the function's run in Inngest (Runs), and the server's log of that second. Completed: let `raise` of roundtripTasks() throw what error() makes. An error before that line: correct it. Cancelled, timed out or still waiting: fire again. No log at all: look for a restart of the process.",
  ),

  task_ran_elsewhere: text(
    "raised",
    "Another deployment ran the task: its event carries {what} {actual}, and the app that fired the check has {server}.",
    "Run `npm run sync -- --url URL` with the address of the deployment that you mean. While a deployment is in progress, wait for it to end instead, and fire again. In a branch environment of Inngest Cloud compare INNGEST_ENV.",
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
    "Let register() in instrumentation.ts start Sentry where NEXT_RUNTIME is this runtime. If it does, read the server's log at start: an error in register(), or in the config file that it imports, ends it early.",
  ),
  sdk_not_started_elsewhere: text(
    "captured",
    "The process that fired the check has the Sentry SDK, and the process that raised its error has none.",
    "Give every process that runs this app, workers and other instances too, the same SENTRY_DSN, and let each start Sentry from register() in instrumentation.ts; then restart it.",
  ),
  sdk_started_otherwise: text(
    "captured",
    "The Sentry SDK of this process runs without roundtripIntegration(), so that Roundtrip sees nothing of it, and the event is not in Sentry.",
    "Add roundtripIntegration() from @roundtrip/next/sentry to integrations of Sentry.init in sentry.server.config.ts, and remove every other Sentry.init: in Node the first call makes the client, and later ones are ignored.",
  ),
  sdk_other_init: text(
    "captured",
    "Another call of Sentry.init made the client of the {runtime} runtime, and that client lacks roundtripIntegration().",
    "Look for other calls of Sentry.init in the code. Move their options to the call that has roundtripIntegration(), such as sentry.server.config.ts, and remove them. In Node the first call makes the client and later ones are ignored; in edge and browser a later call replaces it.",
  ),
  sdk_integration_missing: text(
    "captured",
    "Sentry.init of the {runtime} runtime lacks roundtripIntegration(), so that Roundtrip cannot find this error's event.",
    "Add roundtripIntegration() from @roundtrip/next/sentry to integrations of Sentry.init of that runtime: in sentry.server.config.ts, sentry.edge.config.ts, or the browser's init.",
  ),
  sdk_disabled: text(
    "captured",
    "The Sentry SDK is started in the {runtime} runtime, and switched off: it takes errors and sends none.",
    "Remove enabled: false from Sentry's init of this runtime, or correct the condition that sets it (often NODE_ENV); where it is not set, look for a call of Sentry.close().",
  ),
  sdk_not_started_browser: text(
    "captured",
    "The page gives the browser a DSN, but the Sentry SDK is not started there.",
    "Call Sentry's init from instrumentation-client.ts, and look in the browser's console for an error that stops that file early.",
  ),
  browser_unconfigured: text(
    "captured",
    "The server has a DSN, but the page gives the browser none, so that its SDK is not started.",
    "Look at the page's source: <html> must carry data-sentry. Put it there in app/layout.tsx (browserSettings, as Roundtrip's own app/layout.tsx does), and call connection() there, so that pages are rendered per request: one made at build time, or kept by a cache, has no settings.",
  ),
  hook_never_answers: text(
    "captured",
    "The SDK in the {runtime} runtime handed the event to {by}, which never answered. The event was not sent.",
    "Let {by} return the event, or null, in every case: look for a promise that nothing resolves, or a request without a time limit. Build again, and fire the check.",
  ),
  not_captured_request: text(
    "captured",
    "The error was thrown, but nothing passed it to the SDK.",
    "Add to instrumentation.ts: export const onRequestError = Sentry.captureRequestError. Next.js reports uncaught server errors only through it; where you export one of your own, call captureRequestError in it.",
  ),
  not_captured_log: text(
    "captured",
    "The error was logged, but the SDK made no event of it.",
    "Add Sentry.pinoIntegration to the integrations of the server's init, with error and fatal as its error levels: without levels it reports nothing. Start Sentry before pino is imported.",
  ),
  log_not_read: text(
    "captured",
    "The error was logged. The SDK has its pino integration, and made no event of it.",
    "Give the option error of Sentry.pinoIntegration the levels error and fatal: without levels it reports nothing. Start Sentry from register() in instrumentation.ts, before pino is imported.",
  ),
  pino_too_old: text(
    "captured",
    "The error was logged by pino {version}, which has no channel for Sentry's pino integration: the integration hears nothing.",
    "Update pino to 9.10.0 or newer: `npm install pino@latest`. Then build and deploy again.",
  ),
  not_captured_task: text(
    "captured",
    "The Inngest function failed and answered Inngest, but nothing passed the error to the SDK: Inngest turns errors into answers.",
    "Add the Sentry middleware to the Inngest client: middleware: [SentryMiddleware] in inngest/client.ts.",
  ),
  task_process_ended: text(
    "captured",
    "The Inngest function failed, and its process ended before it had answered Inngest: it was killed, restarted or cut off by a time limit.",
    "Look in the host's log of that moment for a restart, a lack of memory or a time limit of functions, and fire the check again.",
  ),
  not_captured_edge: text(
    "captured",
    "The SDK in the edge runtime got the error, and made no event of it.",
    "Call `npm ls @sentry/core`. Two versions: set all @sentry packages to one, and build again. One: let the route and sentry.edge.config.ts import the same package. If they do, look in the server's log for an error at start.",
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
    "The error was thrown in proxy.ts, and nothing passed it to the SDK: Next.js reports no errors from there.",
    "Let proxy.ts export withRoundtripProxy(yours), which reports what your proxy throws, or catch by hand, hand the error to Sentry.captureException with the mechanism's type auto.function.nextjs.proxy and handled false, and answer 500.",
  ),

  two_cores: text(
    "captured",
    "The error was reported to a second copy of the SDK that was never started: versions {versions} of @sentry/core are loaded in one process.",
    "Call `npm ls @sentry/core` to see which package brings the other copy. Set all @sentry packages to one version, or pin @sentry/core under overrides in package.json; then install and build again.",
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
    "Correct what throws there. To see its error, catch it in that function and log it: the SDK does not log it.",
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
    "Correct what throws there (the browser's init: instrumentation-client.ts). To see its error, catch it in that function and log it: the SDK does not log it.",
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
    "Remove sampleRate from Sentry's init of this runtime, or set it to 1: it loses errors on purpose.",
  ),
  dropped_overflow: text(
    "captured",
    "The SDK dropped the event: its send queue was full.",
    "Look whether Sentry answers this server slowly (`curl -v https://HOST` with the host in SENTRY_DSN), and for what reports many errors at once. Then raise transportOptions.bufferSize in Sentry's init (64 where it is not set).",
  ),
  dropped_backoff: text(
    "captured",
    "The SDK dropped the event without sending it, because it was still waiting after a rate limit of Sentry's.",
    "Open Stats & Usage in Sentry, which says what limit was hit. Raise the quota, or the key's limit (Settings, Projects, Client Keys, Configure), or send less. The wait ends by itself, after 60 seconds unless Sentry named another time.",
  ),
  dropped_other: text(
    "captured",
    "The SDK dropped the event: {reason}.",
    "Read what the reason means under Client Reports in Sentry's SDK documentation (develop.sentry.dev), and look in Sentry's init for the option or the integration that it names.",
  ),

  // accepted: sent, and refused or lost on the way
  dsn_rejected: text(
    "accepted",
    "Sentry refused the event with {status}: the key in SENTRY_DSN is not valid for its project.",
    "Compare SENTRY_DSN with Sentry (Settings, Projects, Client Keys): the key, the project's number, and that the key is not disabled. Then set it and restart.",
  ),
  browser_origin_refused: text(
    "accepted",
    "Sentry refused the browser's event with 403: the project does not allow this app's address as an origin.",
    "Add the app's domain to Allowed Domains of the project (Sentry: Settings, Projects, General Settings, Client Security); * allows all.",
  ),
  project_not_found: text(
    "accepted",
    "The ingest address answered {status}: there is no such project or path there.",
    "Compare host, path and project number of SENTRY_DSN with Sentry (Settings, Projects, Client Keys). If there is a proxy before Sentry, let it pass /api/NUMBER/envelope/ on.",
  ),
  ingest_foreign: text(
    "accepted",
    "The ingest address answered {status}, and not in Sentry's form: something before Sentry, such as a web application firewall or a sign-in, refused the event.",
    "Call the origin of SENTRY_DSN from this server, `curl -i https://HOST`, and read who answers (the headers Server and Via). Let it pass POST /api/NUMBER/envelope/ unchanged and without a sign-in. The key in SENTRY_DSN may be right.",
  ),
  tunnel_refused: text(
    "accepted",
    "The tunnel in Sentry's init answered {status} and did not hand the event on.",
    "Call the address in the option tunnel of Sentry's init: `curl -i -X POST ADDRESS`. 404: no route is there, so correct the option or add the route. 401, 403 or a redirect: let requests to it pass without a sign-in. Otherwise read the log of what answers. SENTRY_DSN may be right.",
  ),
  tunnel_unreachable: text(
    "accepted",
    "The event did not reach the tunnel in Sentry's init, or the tunnel did not answer ({code}).",
    "Correct the address in the option tunnel of Sentry's init, and start what should answer there. Call it from where the event is sent: `curl -i -X POST ADDRESS`. SENTRY_DSN may be right.",
  ),
  ingest_bad_request: text(
    "accepted",
    "Sentry could not read the event and answered {status}.",
    "Update @sentry/nextjs. If there is a proxy or tunnel before Sentry, check that it passes bodies unchanged.",
  ),
  ingest_too_large: text(
    "accepted",
    "Sentry refused the event with 413: it is too large.",
    "Send less extra data or fewer attachments, or raise the body limit of a proxy before Sentry.",
  ),
  ingest_rate_limited: text(
    "accepted",
    "Sentry refused the event with 429: a rate limit or the quota is exhausted{limits}.",
    "Open Stats & Usage in Sentry, which says what is exhausted. Raise the quota (Subscription) or the key's limit (Settings, Projects, Client Keys, Configure), or send fewer events.",
  ),
  ingest_server_error: text(
    "accepted",
    "The ingest address answered {status}: Sentry, or a proxy before it, is in trouble.",
    "Look at status.sentry.io. If you host Sentry, read the log of the proxy before it first, then that of relay. Fire again later.",
  ),
  ingest_redirected: text(
    "accepted",
    "The ingest address answered with a redirect ({status}), which the SDK does not follow.",
    "Call the DSN's origin, `curl -sI https://HOST`, and read Location. If it is the same host under https, write https into SENTRY_DSN; a login page means that a proxy answers in Sentry's place. Let it pass /api/NUMBER/envelope/ on.",
  ),
  ingest_unexpected: text(
    "accepted",
    "The ingest address answered {status}, a status that Sentry never sends: something else answers there.",
    "Call the origin of SENTRY_DSN from this server, `curl -i https://HOST`, and read who answers (the headers Server and Via). Correct the host in SENTRY_DSN, or let the proxy before Sentry pass /api/NUMBER/envelope/ unchanged.",
  ),
  not_sentry: text(
    "accepted",
    "The ingest address answered {status}, but not as Sentry does: the answer holds no event id.",
    "Check the host in SENTRY_DSN: a web server, a blocker or a proxy may answer there. Where it is a tunnel of your own, let it hand on Sentry's answer, and look in it for what loses the envelope.",
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
    "The TLS connection to the host in SENTRY_DSN failed ({code}).",
    "Look at the code. EPROTO or WRONG_VERSION_NUMBER: that port speaks plain http, so correct scheme or port. About a certificate: renew or correct it; for an authority of your own, set NODE_EXTRA_CA_CERTS to its PEM file in the process's own environment (not in .env) and restart.",
  ),
  ingest_network: text(
    "accepted",
    "The event did not reach Sentry: {code}.",
    "Check this server's way to the host in SENTRY_DSN: `curl -v https://HOST` from the server shows whether DNS, a proxy, a firewall or TLS stops it.",
  ),
  csp_blocks_ingest: text(
    "accepted",
    "The page's Content-Security-Policy forbids the browser to send to Sentry, so that errors of users are lost.",
    "Add the origin of SENTRY_DSN to connect-src of the policy, wherever it is set: the app, its proxy or the host.",
  ),
  browser_request_blocked: text(
    "accepted",
    "Something in the browser stopped the request to Sentry{reach}: an ad blocker, most likely, or a filter in its network.",
    "Fire again in a browser without extensions. If it passes there, errors of users with blockers are lost, too: give the browser's SDK a tunnel through your own app (the option tunnel in instrumentation-client.ts), whose address blockers do not know.",
  ),
  browser_timeout: text(
    "accepted",
    "Sentry did not answer the browser in time.",
    "Look for a filter in the browser's network that drops packets, or an overloaded relay before Sentry.",
  ),
  stopped_before_sent: text(
    "accepted",
    "Sentry does not have the event, and nothing keeps the process running until it is sent. {host} is set: such a host may stop a process when no request is open.",
    `${KEEP_RUNNING} Where the host has no waitUntil (Cloud Run), also call await Sentry.flush(2000) after what you log.`,
  ),
  sent_while_awake: text(
    "accepted",
    "The event arrived while other requests kept the process running; nothing in the app does. {host} is set: such a host stops a process when no request is open.",
    `${KEEP_RUNNING} Until then the error of a single request is sent late, or never.`,
  ),
  send_not_held: text(
    "accepted",
    "The event arrived while other requests kept the CPU; nothing in the app does. {host} is set: such a host may take the CPU away when no request is open.",
    "Wrap onRequestError in waitUntilSent, for route handlers. Call await Sentry.flush(2000) after what you log. For pages, keep the CPU: instance-based billing on Cloud Run. No process can see that setting, so that the warning remains.",
  ),
  fate_unknown: text(
    "accepted",
    "The SDK took the error, and Sentry does not have it. Roundtrip did not see what happened in between.",
    "Fire the check again. If it happens again, the process may end before it has sent the event. Call await Sentry.flush(2000) inside after() or the host's waitUntil, and look in the host's log for a kill or a time limit at that moment.",
  ),

  // stored: accepted, and not there
  sent_elsewhere: text(
    "stored",
    "Sentry accepted the event for project {sent}, and Roundtrip looked in project {looked}: the process that raised the error has another SENTRY_DSN than the one that fired.",
    "Give every process that runs this app, workers and other instances too, the same SENTRY_DSN, and restart them.",
  ),
  accepted_not_stored: text(
    "stored",
    "Sentry accepted the event with 200, but it cannot be found by its id: it was not stored.",
    "Open Stats & Usage in Sentry for this project and hour. Filtered: Inbound Filters, or an issue set to delete and discard. Rate limited: quota, spike protection, the key's limit. Nothing there: a disabled key, or on a server of your own the ingest consumers (Bugsink: its snappea worker).",
  ),
  evicted_or_not_stored: text(
    "stored",
    "Bugsink accepted the event, and it cannot be found. The project holds as many events as it keeps ({count}), so Bugsink may have stored and removed it.",
    "Raise the project's maximum retention (Bugsink: the project's Settings), or delete old issues, and fire again. If the event is missing again, look whether Bugsink's worker (bugsink-runsnappea) runs.",
  ),
  discards_filtered: text(
    "stored",
    "Sentry's statistics count {count} of this project as filtered since the hour of the firing ({reasons}), perhaps this one.",
    "Look at the project's inbound filters (Settings, Inbound Filters), and at issues set to delete and discard.",
  ),
  discards_limited: text(
    "stored",
    "Sentry's statistics count {count} of this project as rate limited since the hour of the firing ({reasons}), perhaps this one.",
    "Raise the quota, or the rate limit of the DSN's key, and look whether spike protection is at work (Stats & Usage).",
  ),
  discards_invalid: text(
    "stored",
    "Sentry's statistics count {count} of this project as invalid since the hour of the firing ({reasons}), perhaps this one.",
    "Look at the reason. cors: add the app's domain to the project's Allowed Domains. duplicate: look for a proxy or a second SDK that sends twice. too_large: send less. Otherwise look at what rewrites events (beforeSend), and at the server's log where it is your own.",
  ),
  discards_none: text(
    "stored",
    "Sentry's statistics count no {what} of this project as filtered, limited or invalid since the hour of the firing.",
    "Look again in ten minutes, since statistics lag. If nothing shows, look behind ingest: on a server of your own at the consumers and queues that store events; else ask Sentry's support, with the event's id.",
  ),
  no_read_token: text(
    "stored",
    "SENTRY_API_TOKEN is not set, or cannot be used, so that nothing can be read back from Sentry. Nothing proves that the event is stored.",
    "Create a personal token (/settings/account/api/auth-tokens/) or an internal integration with project:read, event:read and org:read, since an organization token cannot read events; set SENTRY_API_TOKEN and SENTRY_ORG, and restart. Bugsink: projects:read, issues:read, events:read.",
  ),
  no_organisation: text(
    "stored",
    "SENTRY_ORG is not set, or cannot be used, and Sentry's API gives events only by their organisation, so that nothing can be read back.",
    "Set SENTRY_ORG to the organisation's slug (SLUG in https://SLUG.sentry.io or /organizations/SLUG/), and restart.",
  ),
  no_sentry_url: text(
    "stored",
    "SENTRY_URL is not set, or cannot be used, so that events would be looked for at https://sentry.io, but SENTRY_DSN sends them to {code}.",
    "Set SENTRY_URL to the web address of the Sentry or Bugsink that takes them, and restart. Where {code} is a relay that hands them on to Sentry's own service, set it to https://sentry.io.",
  ),
  read_unauthorized: text(
    "stored",
    "Sentry's API refused the read token (401).",
    "Check SENTRY_URL first: a token is valid only on the server, and in the region, that made it. Then create a new personal or integration token with project:read, event:read and org:read (Bugsink: projects:read, issues:read and events:read), set SENTRY_API_TOKEN, and restart.",
  ),
  read_account: text(
    "stored",
    "Sentry's API refuses the read token because of its owner's account ({code}).",
    "Create the token in an internal integration (Settings, Custom Integrations), which belongs to nobody's account. Or let the owner sign in through single sign-on (sso-required), or set up two factors (2fa-required). Another token of the same owner fails in the same way.",
  ),
  read_forbidden: text(
    "stored",
    "Sentry's API forbids this token to read the project's events (403).",
    "Create a new personal token with project:read, event:read and org:read (Bugsink: projects:read, issues:read and events:read), since an old one's scopes cannot be changed, or add them to the internal integration. If they are right, add the token's owner to a team of the project.",
  ),
  wrong_organisation: text(
    "stored",
    "Sentry's API knows no organisation of the name in SENTRY_ORG for this token.",
    "Set SENTRY_ORG to the organisation's slug (SLUG in https://SLUG.sentry.io), and SENTRY_URL to its region, such as https://de.sentry.io. If both are right, the token belongs to another organisation: create one in this.",
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
    "Sentry's API refused Roundtrip's look-ups as too many (429) until the deadline.",
    "Lower the variable LOOKUPS_PER_SECOND (5 by default) in all instances, which share that budget, and restart. Or set SENTRY_API_TOKEN to a token of a user or integration that no other program uses, since Sentry counts by user.",
  ),
  read_server_error: text(
    "stored",
    "Sentry's API answered {status} until the deadline: Sentry, or a proxy before it, is in trouble.",
    "Look at status.sentry.io. If you host Sentry, read the log of the proxy before it first, then that of web. Fire again later.",
  ),
  read_timeout: text(
    "stored",
    "Sentry's API did not answer in time.",
    "Check the way from this server to SENTRY_URL, `curl -v $SENTRY_URL`, and Sentry's status page, or the load of its web processes if you host it.",
  ),
  read_unreachable: text(
    "stored",
    "Sentry's API could not be reached ({code}).",
    "Correct SENTRY_URL, or let this server out to it. Where it is plain http to another machine, give it an https address, or name its host in PLAIN_HTTP_HOSTS if that network is yours alone.",
  ),
  read_tls: text(
    "stored",
    "The TLS connection to the host in SENTRY_URL failed ({code}).",
    "Look at the code. EPROTO or WRONG_VERSION_NUMBER: that port speaks plain http, so correct scheme or port. About a certificate: renew or correct it; for an authority of your own, set NODE_EXTRA_CA_CERTS to its PEM file in the process's own environment (not in .env) and restart.",
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
    "Roundtrip asked Sentry's API for this event, and got another one.",
    "Look for a cache or proxy before SENTRY_URL that answers without regard to the address.",
  ),
  read_bad_request: text(
    "stored",
    "Sentry's API did not accept Roundtrip's request ({status}).",
    "Update Sentry if you host it. Otherwise look for a newer Roundtrip, and report this with the status and the run's id.",
  ),
  not_looked: text(
    "stored",
    "The deadline has passed, and Roundtrip has not looked in Sentry since.",
    "Open the run's page (/admin/sentry/runs/ID) while the app is running: Roundtrip then looks in Sentry once more.",
  ),
  uniqueness_unknown: text(
    "stored",
    "The event was read back, but the search for copies did not answer; it is not proven to be the only one.",
    "Call `npm run doctor -- --url URL`, which tries the read token. Where event:read or org:read is missing, create a token with both, and fire again.",
  ),
  search_lags: text(
    "stored",
    "The event was read back by its id, but Sentry's search did not list it, so whether it is the only one is not proven.",
    "Fire the check again later: the search is behind. If you host Sentry, look at the lag of its search consumers.",
  ),
  listed_without_body: text(
    "stored",
    "Sentry's search lists the event under the run's id, and Sentry's API answers 404 when it is asked for that event.",
    "Open the event in Sentry by its id. If it opens, look for a proxy before SENTRY_URL that blocks addresses with /events/ in them. If it does not open, somebody deleted it, or the server lost its body: if you host Sentry, check its node storage and SENTRY_EVENT_RETENTION_DAYS.",
  ),
  found_too_late: text(
    "stored",
    "The event was found only {seconds} s after the firing. What is later than an hour counts as lost.",
    "Look at status.sentry.io, or at the lag of the consumers if you host Sentry. Fire again once it has caught up.",
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
    "Look for the rule that matches it: Settings, Security & Privacy, of organisation and project, Advanced Data Scrubbing and Additional Sensitive Fields. Narrow it so that it leaves 32 hex digits alone; or look in your own beforeSend.",
  ),
  message_changed: text(
    "matched",
    "The stored event is the check's own, and its message is not the one that was raised.",
    "Look for what rewrites messages: beforeSend, an event processor, a relay before Sentry, or a rule with the method Remove under Advanced Data Scrubbing (Settings, Security & Privacy, of organisation and project).",
  ),
  tags_scrubbed: text(
    "matched",
    "Sentry's data scrubbing replaced the tag {what} of the stored event.",
    "Look for the rule that matches it: Settings, Security & Privacy, of organisation and project, Advanced Data Scrubbing. Let its source leave tags alone, or its pattern 32 hex digits; or look in your own beforeSend.",
  ),
  field_scrubbed: text(
    "matched",
    "Sentry's data scrubbing replaced a field of the stored event: {what}.",
    "Look for the rule that matches it: Settings, Security & Privacy, of organisation and project, Advanced Data Scrubbing. Narrow its source to the fields that it is meant for; or look in your own beforeSend.",
  ),
  stored_under_other_id: text(
    "matched",
    "Sentry holds the check's error, but under another event id than the run's.",
    "Let each Sentry.init have roundtripIntegration() among its integrations, since that sets the id, and remove other calls of Sentry.init. Otherwise look for an event processor or a relay that sets event_id.",
  ),
  received_unknown: text(
    "matched",
    "The stored event does not say when it was received, so that it may be older than the firing.",
    "Update Sentry if you host it. Otherwise look for a proxy before SENTRY_URL that rewrites answers: Sentry's own carry dateReceived.",
  ),
  received_before_firing: text(
    "matched",
    "The stored event was received before the check was fired.",
    "Compare this server's clock with Sentry's. If they agree, look for a cache or proxy before SENTRY_URL that answers with an old event.",
  ),
  wrong_release: text(
    "matched",
    "The stored event carries another release than expected.",
    "Check that the version you expect is the one that runs. Then set SENTRY_PROJECT and COMMIT_SHA to what is deployed, and look for a second place that sets the release: Sentry's init, SENTRY_RELEASE, or withSentryConfig.",
  ),
  browser_release_differs: text(
    "matched",
    "The browser's event carries another release than the server, which puts {server} on its own.",
    "Look at the page's source: data-sentry on <html> must name the server's release. If it is older, clear the cache that keeps pages across deployments, or end the old deployment's instances. If it is fixed at build, set it per request in app/layout.tsx.",
  ),
  browser_environment_differs: text(
    "matched",
    "The browser's event carries another environment than the server, which puts {server} on its own.",
    "Look at the page's source: data-sentry on <html> must name the server's environment. Give it SENTRY_ENVIRONMENT per request in app/layout.tsx, not at build: one build serves every environment. Look for a cache before the pages, too.",
  ),
  wrong_environment: text(
    "matched",
    "The stored event carries another environment than expected.",
    "Check that the environment you expect is the right one. Then set SENTRY_ENVIRONMENT for this deployment and restart; look for a second place that sets the environment: Sentry's init, an event processor, a scope.",
  ),
  wrong_level: text(
    "matched",
    "The stored event has the level {actual} instead of {expected}: alerts and searches by level do not see it.",
    "Look at what sets level: beforeSend, an event processor, or setLevel on a scope.",
  ),
  wrong_commit_tag: text(
    "matched",
    "The stored event carries the tag commit_tag {actual}, and {expected} is expected: the process that reported it has another COMMIT_TAG or COMMIT_SHA.",
    "Give every process that runs this app the same COMMIT_TAG and COMMIT_SHA, and restart. While a deploy is in progress, wait for it to end and fire again.",
  ),
  wrong_handled: text(
    "matched",
    "The stored event says handled where the error was unhandled, or the reverse, or does not say which.",
    "Look for a Sentry.captureException of your own for the same error, which says handled: yes, and remove it. Otherwise look in beforeSend and event processors for what rewrites the mechanism.",
  ),
  wrong_mechanism: text(
    "matched",
    "Another part of the SDK reported the event than should have: its mechanism is {actual} instead of {expected}.",
    "Look for what reports the error before the part that should: a captureException call of your own, a second integration or a middleware. Remove it, or let it pass these errors on.",
  ),
  wrong_runtime: text(
    "matched",
    "The event was reported from the runtime {actual} instead of {expected}.",
    "Let register() in instrumentation.ts import sentry.server.config.ts where NEXT_RUNTIME is nodejs, and sentry.edge.config.ts where it is edge; then build again. Where one is missing, errors of that runtime are reported by the other, or not at all.",
  ),
  wrong_tags: text(
    "matched",
    "The check's tags are missing or changed on the stored event.",
    "Look at beforeSend, event processors and Sentry's data scrubbing: something rewrites tags.",
  ),
  page_not_its_own: text(
    "matched",
    "The stored event lacks the secret of the page that was opened. Another page load made it, or somebody who knows the run's id and the DSN made it up.",
    "Fire the check again. If it happens again, look for a cache that keeps the page below /admin/checks, for code that removes the tag check.page, and for who else reads run ids.",
  ),
  wrong_trace: text(
    "matched",
    "The event is not on the trace of the request that raised its error.",
    "Look for what replaces the SDK's context: a second tracing library (OpenTelemetry, an APM agent) in the process, or a scope of another request that is kept.",
  ),
  task_trace_apart: text(
    "matched",
    "The task's error is stored on another trace than the request that sent the task.",
    "Add the Sentry middleware to the Inngest client (inngest/client.ts) of the app that sends and of the one that runs tasks, and look for a second tracing library in either.",
  ),
  page_trace_apart: text(
    "matched",
    "The event is not on the expected trace. The app requested its own page, and the page's error must be on the same trace as that request.",
    "Look for a proxy between the app and its own address (APP_URL) that removes the headers sentry-trace and baggage, and for a second tracing library (OpenTelemetry, an APM agent) in the process.",
  ),
  browser_trace_apart: text(
    "matched",
    "The browser's event is not on the trace of its page load. Nothing shows which request the page came from.",
    "Look at the page's source: it must hold a meta tag sentry-trace, which withSentryConfig puts there for pages that are rendered per request. Keep browserTracingIntegration in the browser's init; look for a cache that keeps pages.",
  ),
  data_missing: text(
    "matched",
    "The extra data that was logged is not on the stored event.",
    "Log data in pino's first argument, an object that holds err and data, with the text after it. If it is there, look at what removes contexts: normalizeDepth (3 by default), beforeSend, an event processor.",
  ),
  data_scrubbed: text(
    "matched",
    "The extra data (number, divider) was scrubbed on its way.",
    "Add these names to Safe Fields (Settings, Security & Privacy, of organisation and project). Where a rule under Advanced Data Scrubbing matches them, narrow that: it overrules Safe Fields. Otherwise look in your own beforeSend.",
  ),
  data_changed: text(
    "matched",
    "The extra data on the stored event is not what was logged.",
    "Look at what rewrites contexts: normalizeDepth, beforeSend, data scrubbing.",
  ),
  errors_sampled: text(
    "captured",
    "This event was stored by chance: the SDK keeps only a share of {rate} of all errors, and throws the others away.",
    "Remove sampleRate from Sentry's init of this runtime, or set it to 1.",
  ),
  stored_twice: text(
    "matched",
    "Sentry stored the error {count} times.",
    "Look for a second report of the same error: Sentry.captureException before a rethrow, two middlewares on the Inngest client, a function that reports each attempt, or an error.tsx that reports server errors, too (they carry error.digest).",
  ),

  // absent: the ignored error
  ignored_error_stored: text(
    "absent",
    "The ValidationError that must be ignored was stored in Sentry.",
    "Add /^ValidationError(:|$)/ to ignoreErrors in Sentry's init, of every process that runs tasks; then deploy all of them.",
  ),
  ignored_error_sent: text(
    "dropped",
    "The ValidationError that must be ignored was not dropped: the SDK let it through and tried to send it.",
    "Add /^ValidationError(:|$)/ to ignoreErrors in Sentry's init, of every process that runs tasks; then deploy all of them.",
  ),
  ignored_not_dropped: text(
    "dropped",
    "The SDK got the ValidationError that must be ignored, but Roundtrip did not see the SDK drop it. Its absence proves nothing.",
    "Fire the check again: the process may have ended too early. If it happens again, add /^ValidationError(:|$)/ to ignoreErrors in Sentry's init.",
  ),
  ignored_by_other: text(
    "dropped",
    "The SDK dropped the ValidationError for another reason than being ignored: {reason}.",
    "Correct the setting that dropped it, since it drops other errors, too; then add /^ValidationError(:|$)/ to ignoreErrors in Sentry's init.",
  ),
  ignore_rule_too_wide: text(
    "dropped",
    "The ignore rule also drops errors that only mention the ignored name ({by}).",
    "Match the exact type in ignoreErrors, as in /^ValidationError(:|$)/: a string, or a pattern without ^, matches text anywhere in a message.",
  ),
  split_processes: text(
    "absent",
    "Different processes handled the error that must not be reported and the control (an error raised after it that must arrive). Absence is not proven.",
    "Fire the check again. If it happens again, let one process run a whole task; where instances share an address, give each a PORT of its own, at which it can reach itself.",
  ),
  absence_not_witnessed: text(
    "absent",
    "The ignored error counts as absent only if one process handled it together with the control. Roundtrip saw one of the two in no process.",
    "Fire the check again. If it happens again, look in the host's log for processes that end or are killed in the middle of a request or task.",
  ),
  control_too_early: text(
    "absent",
    "The control (an error that must arrive) was reported before the error that must not be reported, so that it proves nothing about that one.",
    "Fire the check again. If it happens again, look in Sentry's init for an event processor or a beforeSend that waits for something, and take the waiting out: it lets a later event overtake an earlier one.",
  ),

  // absent: redirect() and notFound()
  control_flow_reported: text(
    "absent",
    "Sentry holds a report of redirect() or notFound(), which are no errors: {what}.",
    "Let them pass wherever you catch errors to report them: call unstable_rethrow(error) from next/navigation first.",
  ),
  trace_not_searchable: text(
    "absent",
    "This backend cannot search by trace; it is not proven that redirect() and notFound() were not reported.",
    "Look in the backend for issues named NEXT_REDIRECT or NEXT_HTTP_ERROR_FALLBACK; there should be none.",
  ),

  // the trace and its spans
  tracing_off: text(
    "captured",
    "SENTRY_TRACE_SAMPLE_RATE is {rate}, but the SDK of this process traces nothing.",
    "Set tracesSampleRate or tracesSampler in Sentry's init of this runtime. Where it is set, search for a second Sentry.init, or a set-up of OpenTelemetry, that runs earlier and has neither.",
  ),
  tracing_without_spans: text(
    "captured",
    "SENTRY_TRACE_SAMPLE_RATE is {rate}, but enableOpenTelemetrySetup is false in Sentry's init, so that the SDK does not take the spans that Next.js makes.",
    "Remove enableOpenTelemetrySetup: false from Sentry's init of the server (sentry.server.config.ts). If another OpenTelemetry set-up of yours must have these spans, set SENTRY_TRACE_SAMPLE_RATE to 0: the SDK takes none of them then.",
  ),
  no_trace: text(
    "captured",
    "The request that fired the check had no trace, so that its spans cannot be looked for.",
    "Start Sentry in the process that fires: register() in instrumentation.ts must import sentry.server.config.ts before the first request.",
  ),
  trace_sampled_out: text(
    "captured",
    "SENTRY_TRACE_SAMPLE_RATE is {rate}, but the SDK did not sample this check's trace. It must always sample it.",
    "Set tracesSampler to traceSampler(rate) of @roundtrip/next in Sentry's init, and keep ignoreSpans from matching whole requests. If both hold, fire with `npm run verify -- --url URL` and ADMIN_TOKEN: a caller whose credentials the sampler does not see is sampled by chance.",
  ),
  spans_not_stored: text(
    "stored",
    "The trace was sampled, but Sentry holds none of its spans.",
    "Look at spans in Stats & Usage: a spent quota, a key's limit, or the inbound filter for health checks (Settings, Inbound Filters) can take spans alone. If nothing shows, look at beforeSendSpan and ignoreSpans in Sentry's init.",
  ),
  trace_route_missing: text(
    "stored",
    "Sentry holds spans of this trace, but not the request's own.",
    "Look for what keeps that span from being sent: ignoreSpans or beforeSendSpan in Sentry's init, another set-up of OpenTelemetry in the process, or a server that was stopped before it could flush.",
  ),
  trace_task_missing: text(
    "stored",
    "Sentry holds the request's span, but not the task's.",
    "Add the Sentry middleware to the Inngest client (inngest/client.ts); where it is there, look whether the task's process ended before it could flush.",
  ),
  trace_broken: text(
    "matched",
    "The trace breaks between route and task: the task's spans lie on another trace ({trace}).",
    "Add the Sentry middleware to the Inngest client (inngest/client.ts) of the app that sends and of the one that runs tasks. Where it is your own, let transformSendEvent put the caller's trace into the event, and wrapRequest continue it.",
  ),
  trace_unlinked: text(
    "matched",
    "Route and task are on one trace, but the task's span does not lie in the route's.",
    "Send the headers of Sentry.getTraceData() with the Inngest event at the moment it is sent, inside the route's own span, as the Sentry middleware does; and keep ignoreSpans from dropping the spans in between.",
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
    "Add Sentry.redisIntegration() to the integrations of the server's init, and start Sentry before ioredis is imported.",
  ),
  spans_at_rate_zero: text(
    "absent",
    "SENTRY_TRACE_SAMPLE_RATE is 0, but Sentry holds {spans} of this run: {what}.",
    "Set tracesSampler to traceSampler(rate) of @roundtrip/next in Sentry's init. Without it the SDK follows any caller whose header sentry-trace ends in -1. Otherwise look for another sampler, or a second SDK in the process.",
  ),
  spans_not_told_apart: text(
    "absent",
    "SENTRY_TRACE_SAMPLE_RATE is 0, and on the trace that the caller brought along Sentry holds {spans} that may be the caller's or this app's: {what}.",
    "Fire the check with a trace of its own, as its button and `npm run verify -- --url URL` do (with curl: without the header sentry-trace): then every span on it is this app's own.",
  ),
  spans_not_searchable: text(
    "stored",
    "This backend keeps no spans that could be searched; it is not proven whether the trace is stored.",
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
    "The event is stored, and was found {seconds} s after the firing, past the deadline.",
    "Look at status.sentry.io, or at the lag of the consumers if you host Sentry: it is slow to store.",
  ),
  looked_late: text(
    "stored",
    "The event was found {seconds} s after the firing. Roundtrip did not look when the deadline passed, so it may have been there in time.",
    "Keep the app running until a run is decided: one that restarts or sleeps stops looking.",
  ),
  absence_too_late: text(
    "absent",
    "Roundtrip looked for the ignored error too late: its first look came {seconds} s after the firing. By then an empty result proves nothing.",
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
    "Look for a second report of the same error: Sentry.captureException before a rethrow, two middlewares on the Inngest client, or an error.tsx that reports server errors, too (they carry error.digest).",
  ),
  uniqueness_not_checked: text(
    "stored",
    "This backend cannot search messages; it was not checked whether the event is the only one.",
    "Nothing to do: the rest is proven.",
  ),
  absent_by_id_only: text(
    "absent",
    "This backend cannot search messages. That the ignored error is absent was proven by its event id alone.",
    "Nothing to do: the rest is proven.",
  ),
  trace_not_checked: text(
    "matched",
    "The request that fired the check had no trace; it was not checked whether the event is on its caller's trace.",
    "Start Sentry in the process that fires (register() in instrumentation.ts): its requests have a trace then. The rest is proven.",
  ),
  source_not_original: text(
    "matched",
    "No in-app frame names the original source file with its line and text. Sentry does not say why.",
    "Look in the build log whether source maps were uploaded, and in Sentry (Settings, Projects, Source Maps) whether this build is listed. If not, set SENTRY_AUTH_TOKEN, SENTRY_ORG and SENTRY_PROJECT where the app is built.",
  ),
  source_maps_none: text(
    "matched",
    "Sentry has no source maps of this project, so that the stack names built files.",
    "Set SENTRY_AUTH_TOKEN, SENTRY_ORG and SENTRY_PROJECT (both slugs) where the app is built, and SENTRY_URL unless it is sentry.io. Where they are set, look in the build log for a refused upload.",
  ),
  source_maps_other_build: text(
    "matched",
    "Sentry has source maps, but none of the build that runs, so that the stack names built files.",
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
    "Set COMMIT_SHA to the deployed commit where the process is started, or as a build argument of its image (in the repository: git rev-parse HEAD), and restart.",
  ),
  clock_skew: text(
    "matched",
    "Sentry's clock and the clock that times the runs are {seconds} s apart.",
    "Synchronise the clock that times the runs: this server's (a container has its host's), or that of the Redis or libSQL server that keeps the runs. timedatectl shows whether NTP keeps it. If it is right, correct the clock of the Sentry that you host.",
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
