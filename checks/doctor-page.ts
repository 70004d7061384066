import { admits } from "./csp";
import type { Finding } from "./doctor";
import { differences } from "./doctor-differs";
import type { PageFacts, PagePolicies } from "./doctor-facts";
import { failureSaid, isInsecure, isSlow, OWN_LOAD } from "./doctor-outcome";

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

function examinePolicies(facts: PageFacts): Finding[] {
  const { policies, ingestOrigin, origin } = facts;
  const blocked = policies.filter(({ texts }) => texts.some((text) => !admits(text, ingestOrigin, origin)));
  const findings = [...unread(facts)];
  if (blocked.length > 0)
    findings.push({
      code: "csp_blocks_ingest",
      level: "fail",
      title: "A page's policy blocks Sentry",
      what: `The Content-Security-Policy of ${listOf(blocked.map(named))} does not admit ${ingestOrigin}.`,
      why: "The browser blocks what its SDK sends from there. You will not see it in Sentry.",
      change: `Content-Security-Policy: connect-src 'self' ${ingestOrigin}`,
    });
  return findings.length > 0 ? findings : [admitted(facts)];
}

/** Says what was read and no more: another page may have another policy. */
function admitted({ policies, ingestOrigin }: PageFacts): Finding {
  const strict = policies.filter(({ texts }) => texts.length > 0).map(named);
  const free = policies.filter(({ texts }) => texts.length === 0).map(named);
  const said = [
    ...(strict.length > 0
      ? [
          `The ${strict.length > 1 ? "policies" : "policy"} of ${listOf(strict)} ${strict.length > 1 ? "admit" : "admits"} ${ingestOrigin}.`,
        ]
      : []),
    ...(free.length > 0 ? [`${listOf(free)} ${free.length > 1 ? "have" : "has"} no policy.`] : []),
  ];
  return {
    code: "csp_ok",
    level: "ok",
    title: "Content security policy",
    what: `${said.join(" ")} Other pages were not read; DOCTOR_PAGES names more.`,
    why: "",
    change: "",
  };
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

const named = ({ page, at }: PagePolicies): string => (page === at ? page : `${page} (answered at ${at})`);
const listOf = (names: readonly string[]): string =>
  names.length > 1 ? `${names.slice(0, -1).join(", ")} and ${names.at(-1)}` : (names[0] ?? "");
