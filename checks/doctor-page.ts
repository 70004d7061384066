import { admits } from "./csp";
import type { Finding } from "./doctor";
import { differences } from "./doctor-differs";
import type { PageFacts } from "./doctor-facts";
import { failureSaid, isInsecure } from "./doctor-outcome";

/** What a browser gets: the SDK's settings in the page, and a policy that lets it send. */
export function examinePage(facts: PageFacts): Finding[] {
  const { dsn, outcome, settings, origin } = facts;
  if (!dsn || outcome === null) return [];
  const why = "Without the page's settings the browser's SDK stays off, and no browser error is reported.";
  if (outcome.kind === "failed" || outcome.status >= 400 || outcome.redirect !== null)
    return [
      {
        code: "page_unreachable",
        level: isInsecure(outcome) ? "note" : "warn",
        title: "The app's own page could not be looked at",
        what:
          outcome.kind === "failed" ? failureSaid(origin, outcome) : `${origin}/ answered ${outcome.status}.`,
        why,
        change: isInsecure(outcome)
          ? "APP_URL=<the https address of this app>"
          : "APP_URL=<an address at which this server reaches the app>",
      },
    ];
  if (settings === null)
    return [
      {
        code: "browser_unconfigured",
        level: "fail",
        title: "The page gives the browser no DSN",
        what: `The <html> of ${facts.page} has no data-sentry attribute that can be read.`,
        why,
        change:
          "app/layout.tsx: <html {...{ [ATTRIBUTE]: browserSettings(settings) }}>, rendered per request",
      },
    ];
  return [...examineSettings(facts, settings), ...examinePolicies(facts)];
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
      title: "The page tells the browser something else",
      what: `${facts.page} tells ${differs.join(", ")}.`,
      why: "A cache, or an instance of another deployment, answers; browser errors go elsewhere, or under another name.",
      change: "Do not let a cache keep pages across deployments, and give all instances the same variables.",
    },
  ];
}

function examinePolicies({ policies, ingestOrigin, origin }: PageFacts): Finding[] {
  const blocked = policies.filter(({ policy }) => !admits(policy, ingestOrigin, origin));
  if (blocked.length > 0)
    return [
      {
        code: "csp_blocks_ingest",
        level: "fail",
        title: "The page's policy keeps browser errors in",
        what: `The Content-Security-Policy of ${blocked.map(({ page }) => page).join(" and ")} does not admit ${ingestOrigin}.`,
        why: "The browser blocks what its SDK sends, and nobody is told.",
        change: `Content-Security-Policy: connect-src 'self' ${ingestOrigin}`,
      },
    ];
  return [
    {
      code: "csp_ok",
      level: "ok",
      title: "Content security policy",
      what:
        policies.length > 0
          ? `The policy of ${policies.map(({ page }) => page).join(" and ")} admits ${ingestOrigin}.`
          : "No policy stands between the browser and Sentry.",
      why: "",
      change: "",
    },
  ];
}
