import type { Finding, Level } from "#doctor/finding.js";
import type { AskedInBrowser } from "#sentry/sdk/state/facts.js";
import { PLACE } from "./place.js";

const LOST = "What the browser's SDK sends is lost, and no log shows it.";
const OPTION = `the option tunnel of Sentry.init() in ${PLACE.browser.file}`;

const finding =
  (level: Level) =>
  (code: string, title: string, what: string, change: string, why = LOST): Finding => ({
    code,
    level,
    title,
    what,
    why,
    change,
  });
const fail = finding("fail");
const warn = finding("warn");

/** Whether what this browser sends comes through, and what answers it. */
export function examineReach(asked: AskedInBrowser): Finding[] {
  const found = asked.ingest === "reached" ? answered(asked) : unreached(asked);
  return found ? [found] : [];
}

/** A finding about who answered, which the server has, too, where it sends to the same address. */
export const isRefusal = ({ code }: Finding): boolean => code === "browser_ingest_refused";

function answered({ answer, tunnel, sendsTo, ingestOrigin }: AskedInBrowser): Finding | null {
  const address = sendsTo ?? ingestOrigin;
  if (!answer) return null;
  const { status, isPage } = answer;
  if (tunnel && status >= 300)
    return fail(
      "browser_tunnel_refused",
      "The browser's tunnel takes no envelopes",
      `${address} answered ${status}.`,
      `Let ${address} take a POST without a sign-in and hand it on, or correct ${OPTION}. If it hands back Sentry's own answer, compare the DSN that the browser has with Sentry.`,
    );
  if (tunnel && isPage)
    return warn(
      "browser_tunnel_is_page",
      "A web page answers in place of the browser's tunnel",
      `${address} answered ${status} with a web page. A page of the app or a sign-in answers so.`,
      `Add a route at ${address} that takes a POST without a sign-in and hands it on, or correct ${OPTION}.`,
      "Most likely what the browser's SDK sends there is lost.",
    );
  if (status < 300) return null;
  return (status === 429 ? warn : fail)(
    "browser_ingest_refused",
    "What this browser sends is refused",
    `${address} answered ${status}.`,
    refusedChange(status),
  );
}

function refusedChange(status: number): string {
  if (status === 401 || status === 403)
    return "Add this app's domain to Allowed Domains (Sentry: Settings, Projects, General Settings, Client Security), and compare the DSN that the browser has with Sentry (Client Keys). If a proxy or firewall answers, let it pass POST /api/NUMBER/envelope/ unchanged.";
  if (status === 429)
    return "Open Stats & Usage in Sentry, which says what is exhausted. Raise the quota, or the limit of this key.";
  return "Compare the DSN that the browser has with Sentry (Client Keys), and read the log of what answers at its host.";
}

function unreached({ ingest, ingestOrigin, sendsTo, tunnel, origin }: AskedInBrowser): Finding {
  const whom = tunnel ? "the tunnel" : "Sentry";
  if (ingest === "slow")
    return warn(
      "browser_ingest_slow",
      `${tunnel ? "The tunnel" : "Sentry"} does not answer this browser in time`,
      `${ingestOrigin} did not answer in time. It was asked twice.`,
      tunnel
        ? `Examine again. If it happens again, look at the load of what answers at ${ingestOrigin}.`
        : `Examine again. If it happens again, open ${ingestOrigin} in this browser, and look for a filter in its network that drops connections.`,
      "Whether Sentry takes what this browser sends is not known.",
    );
  if (ingest === "policy" && tunnel && origin !== undefined && origin !== ingestOrigin)
    return finding("note")(
      "browser_tunnel_untried",
      "The browser's tunnel was not tried",
      `${ingestOrigin} is neither this app nor the origin of SENTRY_DSN. The Content-Security-Policy of Roundtrip's own pages forbids requests to any other address that it does not name.`,
      `SENTRY_BROWSER_TUNNEL=${sendsTo ?? ingestOrigin}`,
      "Whether the tunnel takes what browsers send is not known from here.",
    );
  if (ingest === "policy")
    return warn(
      "browser_ingest_blocked",
      `This browser does not reach ${whom}`,
      `The page's Content-Security-Policy forbids requests to ${ingestOrigin}.`,
      `Content-Security-Policy: connect-src 'self' ${ingestOrigin}`,
    );
  return warn(
    "browser_ingest_blocked",
    `This browser does not reach ${whom}`,
    `A request to ${ingestOrigin} did not come through: an ad blocker, a proxy, or the network of this browser.`,
    tunnel
      ? `Open ${ingestOrigin} in this browser, without extensions. If it answers there, give the tunnel a path that no blocker knows, and name it in ${OPTION}.`
      : `Open ${ingestOrigin} in this browser. If a blocker of your visitors is in the way, let a route of this app pass envelopes on, and name it as tunnel in Sentry.init().`,
  );
}
