import { text } from "./text.js";

const KEEP_RUNNING =
  "Export from instrumentation.ts onRequestError = waitUntilSent(Sentry.captureRequestError), of @roundtrip/next/instrumentation, and have roundtripIntegration() in Sentry.init.";

/** Sent, and refused or lost on the way. */
export const accepted = {
  dsn_rejected: text(
    "accepted",
    "Sentry refused the event with {status}: the key in SENTRY_DSN is not valid for its project.",
    "Compare SENTRY_DSN with the DSN that Sentry shows (Settings, Projects, Client Keys): both must have the same key and project number, and the key must be enabled. Then set SENTRY_DSN and restart.",
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
    "Call the origin of SENTRY_DSN from this server, and read who answers (the headers Server and Via): `curl -i https://HOST`. Let it pass POST /api/NUMBER/envelope/ unchanged and without a sign-in. The key in SENTRY_DSN may be right.",
  ),
  tunnel_refused: text(
    "accepted",
    "The event was sent to the address in the option tunnel of {init}. That address answered {status}, and not in Sentry's words.",
    "Call the address in the option tunnel: `curl -i -X POST ADDRESS`. 404: no route is there, so correct the option or add the route. 401, 403 or a redirect: let requests to it pass without a sign-in. Otherwise read the log of what answers. SENTRY_DSN may be right.",
  ),
  tunnel_answers_itself: text(
    "accepted",
    "The event was sent to the address in the option tunnel of {init}. That address answered {status} without the event's id, which Sentry always gives.",
    "Call the address in the option tunnel: `curl -i -X POST ADDRESS`. A web page or a sign-in: no route takes events there, so correct the option or let requests to it pass. A route of your own: let it hand back Sentry's answer, and read its log for what loses the event. SENTRY_DSN may be right.",
  ),
  tunnel_unreachable: text(
    "accepted",
    "The event was sent to the address in the option tunnel of {init}. It did not arrive there, or no answer came back ({code}).",
    "Correct the address in the option tunnel, and start what should answer there. Call it from where the event is sent: `curl -i -X POST ADDRESS`. In a browser an ad blocker may be in the way: fire again in one without extensions. SENTRY_DSN may be right.",
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
    "Call the DSN's origin, and read Location: `curl -sI https://HOST`. If it is the same host under https, write https into SENTRY_DSN; a login page means that a proxy answers in Sentry's place. Let it pass /api/NUMBER/envelope/ on.",
  ),
  ingest_unexpected: text(
    "accepted",
    "The ingest address answered {status}, a status that Sentry never sends: something else answers there.",
    "Call the origin of SENTRY_DSN from this server, and read who answers (the headers Server and Via): `curl -i https://HOST`. Correct the host in SENTRY_DSN, or let the proxy before Sentry pass /api/NUMBER/envelope/ unchanged.",
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
    "Check from this server whether DNS, a proxy, a firewall or TLS stops requests to the host in SENTRY_DSN: `curl -v https://HOST`.",
  ),
  csp_blocks_ingest: text(
    "accepted",
    "The Content-Security-Policy of the page that raises the error forbids the browser to send to Sentry.",
    "Add the origin of SENTRY_DSN to connect-src of the policy: in the app, its proxy or the host.",
  ),
  csp_blocks_tunnel: text(
    "accepted",
    "The Content-Security-Policy of the page that raises the error forbids the browser to send to the tunnel that its Sentry.init names.",
    "Set SENTRY_BROWSER_TUNNEL to the address in the option tunnel, and restart: Roundtrip's own pages then admit it. Add its origin to connect-src of the policy of your own pages, too, in the app, its proxy or the host.",
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
    `${KEEP_RUNNING} On Cloud Run, also await Sentry.flush(2000) after logging; pages and Server Actions need instance-based billing.`,
  ),
  sent_while_awake: text(
    "accepted",
    "The event arrived while requests kept the process running; nothing in the app waits for it. {host} is set: such a host stops a process when no request is open.",
    `${KEEP_RUNNING} Until then the error of a single request may be sent late, or never.`,
  ),
  send_not_held: text(
    "accepted",
    "The event arrived while requests kept the CPU; nothing in the app waits for it. {host} is set: such a host may take the CPU away when no request is open.",
    "Wrap onRequestError in waitUntilSent, for route handlers. Call await Sentry.flush(2000) after what you log. For pages and Server Actions, keep the CPU: instance-based billing on Cloud Run. No process can see that setting, so that the warning remains.",
  ),
  browser_fate_unknown: text(
    "accepted",
    "The browser's SDK took the error, and Sentry does not have it. The page did not say what happened in between.",
    "Keep the page or the command open until the check has run, and fire again. If it happens again, look in the browser's network tab for the request to Sentry: it may be cut off when the page is left, or sent by a transport of your own.",
  ),
  fate_unknown: text(
    "accepted",
    "The SDK took the error, and Sentry does not have it. Roundtrip did not see what happened in between.",
    "Fire the check again. If it happens again, the process may end before it has sent the event. Call await Sentry.flush(2000) inside after() or the host's waitUntil, and look in the host's log for a kill or a time limit at that moment.",
  ),
};
