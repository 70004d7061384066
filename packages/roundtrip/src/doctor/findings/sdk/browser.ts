import type { DoctorAnswer, Finding } from "#doctor/finding.js";
import { examinePolicies, isOfPolicies } from "#doctor/findings/policies.js";
import type { AskedInBrowser, BrowserFacts } from "#sentry/sdk/state/facts.js";
import { examineCores, examineSdk } from "./client.js";
import { PLACE } from "./place.js";

/** What the server runs as. */
interface Server {
  release: string;
  environment: string;
}

/** The server's findings with a browser's, which alone knows where its SDK sends to: a tunnel may be named there alone. */
export function foundWith({ findings, runs, page }: DoctorAnswer, browser: BrowserFacts): Finding[] {
  const { sendsTo, origin } = browser.asked ?? {};
  const isElsewhere = sendsTo !== undefined && sendsTo !== page?.sendsTo;
  const corrected =
    page && isElsewhere && findings.some(isOfPolicies)
      ? [
          ...findings.filter((one) => !isOfPolicies(one)),
          ...examinePolicies({ ...page, sendsTo, origin: origin ?? page.origin }),
        ]
      : findings;
  return [...corrected, ...examineBrowser(browser, runs)];
}

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
    ...reach(asked),
  ];
  const wrong = findings.filter(({ level }) => level !== "ok");
  return wrong.length > 0 ? wrong : findings;
}

const notStarted = (): Finding => ({
  code: "sdk_browser_not_started",
  level: "fail",
  title: "The SDK is not started in the browser",
  what: "The page has a DSN, but no Sentry client runs in it.",
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

function reach({ ingest, ingestOrigin }: AskedInBrowser): Finding[] {
  if (ingest === "reached") return [];
  if (ingest === "slow")
    return [
      {
        code: "browser_ingest_slow",
        level: "warn",
        title: "Sentry does not answer this browser in time",
        what: `${ingestOrigin} did not answer in time. It was asked twice.`,
        why: "Whether Sentry takes what this browser sends is not known.",
        change: `Examine again. If it happens again, open ${ingestOrigin} in this browser, and look for a filter in its network that drops connections.`,
      },
    ];
  const byPolicy = ingest === "policy";
  return [
    {
      code: "browser_ingest_blocked",
      level: "warn",
      title: "This browser does not reach Sentry",
      what: byPolicy
        ? `The page's Content-Security-Policy forbids requests to ${ingestOrigin}.`
        : `A request to ${ingestOrigin} did not come through: an ad blocker, a proxy, or the network of this browser.`,
      why: "What the browser's SDK sends is lost, and no log shows it.",
      change: byPolicy
        ? `Content-Security-Policy: connect-src 'self' ${ingestOrigin}`
        : `Open ${ingestOrigin} in this browser. If a blocker of your visitors is in the way, let a route of this app pass envelopes on, and name it as tunnel in Sentry.init().`,
    },
  ];
}
