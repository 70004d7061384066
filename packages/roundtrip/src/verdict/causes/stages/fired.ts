import { text } from "./text.js";

/** Nothing was even tried. */
export const fired = {
  check_changed: text(
    "fired",
    "A deploy changed this check after the run was fired, so that the run cannot be decided any more.",
    "Fire the check again. This says nothing about Sentry.",
  ),
  not_fired: text(
    "fired",
    "The request that should fire the check was not answered by the check: {status}.",
    "Call the check's address: `curl -i --oauth2-bearer $ADMIN_TOKEN $APP_URL/api/health/sentry`. A redirect to a path: let proxy.ts pass /api/health; to the app elsewhere: correct APP_URL. Another, 401, 403: a sign-in; 404: no such route in the build; 502, 504: the app is down; 503: read why.",
  ),
  canary_late: text(
    "fired",
    "The canary did not fire the check: its turn came more than a minute later than planned, by the clock of this server.",
    "Look whether Inngest is behind: its queue, and a concurrency limit of the account. Where there are several servers, compare their clocks.",
  ),
  answered_by_cache: text(
    "fired",
    "A cache answered in the app's place, with what it had kept of an earlier request. Nothing was raised.",
    "Let no cache before the app keep answers below /api/health, /admin/sentry and /admin/checks: exclude these paths in the CDN's rules, in nginx's proxy_cache, and in the cache of any other proxy. Then purge them there, and fire again.",
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
    "The app did not answer its own request to fire the check in time. It was asked twice.",
    "Fire the check again: this says nothing about Sentry. If it happens again, look at the server's load and at the proxies before APP_URL, and measure from the server how long it takes: `curl -i $APP_URL/api/health/live`.",
  ),
  ticket_refused: text(
    "fired",
    "The app did not accept the signature of the canary's request, and fired a run of its own instead.",
    "Give all instances the same ADMIN_TOKEN, and the same SESSION_SECRET or none. Restart them. If they are the same, compare the instances' clocks: they may differ by less than a minute.",
  ),
  expectation_lost: text(
    "fired",
    "The check was fired (run {run}) without the release and environment that verify should expect. Its result proves nothing about them.",
    "Give all instances the same ADMIN_TOKEN, the same SESSION_SECRET or none, and clocks less than a minute apart. If they have them, look for a proxy before APP_URL that removes headers named x-check-….",
  ),
  page_not_reached: text(
    "fired",
    "The app's own page that raises the error answered {status} instead of raising it.",
    "Let what is before the app, such as a proxy or a sign-in, pass /admin/checks without a redirect or a question. 404: it may block that path or remove headers named x-check-…; if not, give all instances the same ADMIN_TOKEN and SESSION_SECRET. 500: read the server's log of that second.",
  ),
  action_of_other_build: text(
    "fired",
    "One build of the app made the form, and another one got its Server Action: Next.js answered {status}, and that it does not have this action. Nothing was raised.",
    "Fire the check again once the deployment is over: this says nothing about Sentry. If none is in progress, compare the builds of all instances, and deploy the same one to each. Visitors who send a form meet the same.",
  ),
  page_slow: text(
    "fired",
    "The app's own page that raises the error did not answer in time, and the error was not raised by the deadline.",
    "Fire the check again once the server has less to do. If it happens again, look for a proxy before APP_URL that holds requests back, and measure from the server how long it takes: `curl -i $APP_URL/api/health/live`.",
  ),
  proxy_not_reached: text(
    "fired",
    "The address at which proxy.ts raises the error answered 404: the request did not get as far as Roundtrip's proxy in proxy.ts.",
    'Let config.matcher in proxy.ts hold "/api/health/sentry", "/api/health/sentry-:check" and "/admin/checks/:path*", hand these to Roundtrip\'s proxy (docs/adopt.md shows how), and build again. If they are there, look for a proxy before the app that answers 404 at /admin/checks.',
  ),
  needs_browser: text(
    "fired",
    "Only a browser can raise this check's errors, and no browser opened its page: {why}.",
    "Open Roundtrip's own page in a browser and press the check's button. Or run this on a machine with Chromium, Chrome or Edge (CHROME_PATH names another): `npm run verify -- --url URL --checks {check}`.",
  ),
  browser_page_unreachable: text(
    "fired",
    "The browser could not open the app's page that raises the errors: {code}.",
    "Open the app's own address in that browser. Where it answers 500, read the server's log of that second. Otherwise look for a proxy or a sign-in before /admin/checks, and for X-Frame-Options or frame-ancestors that a proxy or the host sets.",
  ),
};
