import type { PageFacts } from "#doctor/facts.js";
import type { Finding } from "#doctor/finding.js";
import { failureSaid, isInsecure, isSlow, OWN_LOAD } from "#network/outcome.js";
import { examinePolicies } from "./policies.js";

/** What a browser gets: a page, with a policy that lets the SDK send. */
export function examinePage(facts: PageFacts): Finding[] {
  const { dsn, outcome, origin } = facts;
  if (!dsn || outcome === null) return [];
  if (outcome.kind === "failed" && isSlow(outcome))
    return [
      {
        code: "page_slow",
        level: "warn",
        title: "The app's own page is slow",
        what: failureSaid(origin, outcome),
        why: "What its policy forbids is not known from here.",
        change: OWN_LOAD,
      },
    ];
  if (outcome.kind === "failed" || outcome.status >= 400 || outcome.redirect !== null)
    return [
      {
        code: "page_unreachable",
        level: isInsecure(outcome) ? "note" : "warn",
        title: "The app's own page could not be looked at",
        what:
          outcome.kind === "failed" ? failureSaid(origin, outcome) : `${origin}/ answered ${outcome.status}.`,
        why: "`verify` fires the checks through this address. Whether its Content-Security-Policy keeps the browser from Sentry is not known from here.",
        change: isInsecure(outcome)
          ? "APP_URL=<the https address of this app>"
          : "APP_URL=<an address at which this server reaches the app>",
      },
    ];
  return [...unread(facts), ...examinePolicies(facts)];
}

const NAME_OTHERS = "DOCTOR_PAGES=<paths of pages that anybody may open, separated by commas>";

const unread = ({ unread }: PageFacts): Finding[] =>
  unread.map(({ page, answer, because }) => ({
    level: "warn",
    why: "If its Content-Security-Policy keeps the browser from Sentry, errors of that page are lost. Nothing here would show it.",
    ...(because === "slow"
      ? {
          code: "page_slow",
          title: `The page ${page} is slow`,
          what: `${page} did not answer in time. It was asked twice.`,
          change: OWN_LOAD,
        }
      : {
          code: "page_unread",
          title: `The policy of ${page} was not read`,
          what: `${page} ${answer}.`,
          change:
            because === "broken"
              ? `Open ${page} in a browser, and read the app's log and that of a proxy before it. Examine again once the page answers.`
              : NAME_OTHERS,
        }),
  }));
