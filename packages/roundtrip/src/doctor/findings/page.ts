import type { PageFacts } from "#doctor/facts.js";
import type { Finding } from "#doctor/finding.js";
import { failureSaid, isInsecure, isSlow, OWN_LOAD } from "#network/outcome.js";
import { differences } from "./differs.js";
import { examinePolicies } from "./policies.js";

/** What a browser gets: the SDK's settings in the page, and a policy that lets it send. */
export function examinePage(facts: PageFacts): Finding[] {
  const { dsn, outcome, settings, origin } = facts;
  if (!dsn || outcome === null) return [];
  if (outcome.kind === "failed" && isSlow(outcome))
    return [
      {
        code: "page_slow",
        level: "warn",
        title: "The app's own page is slow",
        what: failureSaid(origin, outcome),
        why: "What the page tells the browser, and what its policy forbids, is not known from here.",
        change: OWN_LOAD,
      },
    ];
  const why = "Without the page's settings the browser's SDK stays off, and no browser error is reported.";
  if (outcome.kind === "failed" || outcome.status >= 400 || outcome.redirect !== null)
    return [
      {
        code: "page_unreachable",
        level: isInsecure(outcome) ? "note" : "warn",
        title: "The app's own page could not be looked at",
        what:
          outcome.kind === "failed" ? failureSaid(origin, outcome) : `${origin}/ answered ${outcome.status}.`,
        why: "`verify` fires the checks through this address. What the page gives the browser is not known from here.",
        change: isInsecure(outcome)
          ? "APP_URL=<the https address of this app>"
          : "APP_URL=<an address at which this server reaches the app>",
      },
    ];
  if (settings === null && !facts.handsSettings) return [...unread(facts), ...examinePolicies(facts)];
  if (settings === null)
    return [
      {
        code: "browser_unconfigured",
        level: "fail",
        title: "The page gives the browser no DSN",
        what: `The <html> of ${facts.page} has no data-sentry attribute that can be read.`,
        why,
        change:
          "app/layout.tsx: give <html> the attribute data-sentry, whose value browserSettings(settings) makes, and call connection(), so that pages are made per request. Where the build itself knows the browser's DSN (NEXT_PUBLIC_SENTRY_DSN), nothing is missing.",
      },
    ];
  return [...examineSettings(facts, settings), ...unread(facts), ...examinePolicies(facts)];
}

function examineSettings(facts: PageFacts, settings: NonNullable<PageFacts["settings"]>): Finding[] {
  const differs = differences(settings, facts);
  if (differs.length === 0)
    return [
      {
        code: "browser_ok",
        level: "ok",
        title: "Browser",
        what: "The page hands the browser this DSN, release and environment.",
        why: "",
        change: "",
      },
    ];
  return [
    {
      code: "browser_differs",
      level: "fail",
      title: "The page gives the browser other settings",
      what: `${facts.page} has ${differs.join(", ")}.`,
      why: "A cache or an instance of another deployment answers. Browser errors go to another project, or carry another name.",
      change: "Do not let a cache keep pages across deployments, and give all instances the same variables.",
    },
  ];
}

const unread = (facts: PageFacts): Finding[] =>
  facts.unread.map(({ page, answer }) => ({
    code: "page_unread",
    level: "warn",
    title: `The policy of ${page} was not read`,
    what: `${page} ${answer}.`,
    why: "If its Content-Security-Policy keeps the browser from Sentry, errors of that page are lost. Nothing here would show it.",
    change: "DOCTOR_PAGES=<paths of pages that anybody may open, separated by commas>",
  }));
