import type { PageFacts } from "#doctor/facts.js";
import type { Finding, PagePolicies } from "#doctor/finding.js";
import { listOf } from "#verdict/text/list.js";
import { admits } from "./csp.js";

/** What the policies that were read say about the address that the browser sends to. */
export type PolicyFacts = Pick<PageFacts, "sendsTo" | "origin" | "policies" | "unread">;

export function examinePolicies(facts: PolicyFacts): Finding[] {
  const { policies, sendsTo, origin } = facts;
  const blocked = policies.filter(({ texts }) => texts.some((text) => !admits(text, sendsTo, origin)));
  if (blocked.length === 0) return facts.unread.length > 0 ? [] : [admitted(facts)];
  const place = new URL(sendsTo).origin;
  return [
    {
      code: "csp_blocks_ingest",
      level: "fail",
      title: "A page's policy blocks Sentry",
      what: `The Content-Security-Policy of ${listOf(blocked.map(named))} does not admit ${sendsTo}.`,
      why: "The browser blocks what its SDK sends there, so errors of these pages do not reach Sentry.",
      change: `Content-Security-Policy: connect-src 'self'${place === origin ? "" : ` ${place}`}`,
    },
  ];
}

/** The findings that the policies' own replace. */
export const isOfPolicies = ({ code }: Finding): boolean => code === "csp_blocks_ingest" || code === "csp_ok";

/** Says what was read and no more: another page may have another policy. */
function admitted({ policies, sendsTo }: PolicyFacts): Finding {
  const strict = policies.filter(({ texts }) => texts.length > 0).map(named);
  const free = policies.filter(({ texts }) => texts.length === 0).map(named);
  const said = [
    ...(strict.length > 0
      ? [
          `The ${strict.length > 1 ? "policies" : "policy"} of ${listOf(strict)} ${strict.length > 1 ? "admit" : "admits"} ${sendsTo}.`,
        ]
      : []),
    ...(free.length > 0
      ? [
          `${free.length > 1 ? "The pages" : "The page"} ${listOf(free)} ${free.length > 1 ? "have" : "has"} no policy.`,
        ]
      : []),
  ];
  return {
    code: "csp_ok",
    level: "ok",
    title: "Content security policy",
    what: `${said.join(" ")} Other pages were not read: name them in DOCTOR_PAGES.`,
    why: "",
    change: "",
  };
}

const named = ({ page, at }: PagePolicies): string => (page === at ? page : `${page} (answered at ${at})`);
