import type { DoctorAnswer, Finding } from "#doctor/finding.js";
import { examinePolicies, isOfPolicies, type PolicyFacts } from "#doctor/findings/policies.js";
import type { AskedInBrowser, BrowserFacts } from "#sentry/sdk/state/facts.js";
import { examineReach, isRefusal } from "./browser-reach.js";
import { examineCores, examineSdk } from "./client.js";
import { PLACE } from "./place.js";

/** What the server runs as. */
interface Server {
  release: string;
  environment: string;
}

/** The server's findings with a browser's, which alone knows where its SDK sends to: a tunnel may be named there alone. */
export function foundWith({ findings, runs, page, signIn }: DoctorAnswer, browser: BrowserFacts): Finding[] {
  const { sendsTo, origin } = browser.asked ?? {};
  // An SDK that was not started sends nowhere, and takes nothing back of what the server found.
  const isElsewhere = browser.started && sendsTo !== undefined && sendsTo !== page?.sendsTo;
  const corrected =
    page && isElsewhere && findings.some(isOfPolicies)
      ? [
          ...findings.filter((one) => !isOfPolicies(one)),
          ...ofPolicies({ ...page, sendsTo, origin: origin ?? page.origin }, signIn),
        ]
      : findings;
  // Without a DSN of its own the server has said already what is missing.
  const isUnconfigured = !browser.configured && page?.checksBrowser && page.sendsTo !== "";
  const inBrowser = isUnconfigured ? [unconfigured()] : examineBrowser(browser, runs);
  // Where both send to the same address, the server's finding has said it.
  const isSaid = !isElsewhere && findings.some(isOfIngest);
  return [...corrected, ...(isSaid ? inBrowser.filter((one) => !isRefusal(one)) : inBrowser)];
}

/** Nobody can write the policy of Roundtrip's own page: where it is in the way, SENTRY_BROWSER_TUNNEL names the tunnel. */
function ofPolicies(facts: PolicyFacts, ownPage: string | undefined): Finding[] {
  const policies = facts.policies.filter((one) => one.page !== ownPage);
  return policies.length === 0 ? [] : examinePolicies({ ...facts, policies });
}

const isOfIngest = ({ code, level }: Finding): boolean =>
  (level === "fail" || level === "warn") && /^(ingest|dsn)_/.test(code);

/** The one runtime that only a browser can ask: whoever has one adds this to the findings. */
export function examineBrowser(
  { configured, started, cores, asked }: BrowserFacts,
  server?: Server,
): Finding[] {
  if (!configured) return [];
  if (cores.length > 1) return examineCores("browser", { cores });
  if (!started) return [notStarted()];
  if (!asked)
    return [
      {
        code: "sdk_browser_ok",
        level: "ok",
        title: "SDK in the browser",
        what: "It is started.",
        why: "",
        change: "",
      },
    ];
  const findings = [
    ...examineSdk("browser", asked.sdk, { dsn: true, ...(server ?? asked.page) }),
    ...handlers(asked),
    ...examineReach(asked),
  ];
  const wrong = findings.filter(({ level }) => level !== "ok");
  return wrong.length > 0 ? wrong : findings;
}

const unconfigured = (): Finding => ({
  code: "browser_unconfigured",
  level: "fail",
  title: "The server gives the browser no DSN",
  what: "The page asked this app for the options of its Sentry.init, and no DSN came.",
  why: "The browser's SDK stays off, and no browser error is reported.",
  change:
    "the route that settingsFrom() asks, such as app/sentry-settings/route.ts: answer { dsn, environment, release } in JSON to everybody, without a sign-in",
});

const notStarted = (): Finding => ({
  code: "sdk_browser_not_started",
  level: "fail",
  title: "The SDK is not started in the browser",
  what: "No Sentry client runs in the page that was opened.",
  why: "No error of the browser is reported.",
  change: PLACE.browser.start,
});

function handlers({ handlers: installed, sdk }: AskedInBrowser): Finding[] {
  // One that is switched off sets nothing up.
  if (installed || !sdk.enabled) return [];
  return [
    {
      code: "sdk_browser_handlers_missing",
      level: "fail",
      title: "The SDK does not listen for uncaught errors in the browser",
      what: "Its integration GlobalHandlers is not installed.",
      why: "An uncaught error or rejection is not reported; only what is captured by hand is.",
      change:
        "instrumentation-client.ts or sentry.client.config.ts: let integrations of Sentry.init() add to the SDK's own, and take none away",
    },
  ];
}
