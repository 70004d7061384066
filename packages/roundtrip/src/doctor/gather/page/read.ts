import { hrefOf, ownAddress } from "#checks/mount/addresses.js";
import { madeFor, NONCE_HEADER, newNonce } from "#checks/nonce.js";
import { ownHeaders } from "#config/app/origin.js";
import type { PageFacts, RuntimeFacts } from "#doctor/facts.js";
import type { UnreadPage } from "#doctor/finding.js";
import { ask } from "#network/ask.js";
import type { Outcome } from "#network/outcome.js";
import { isCut, isInsecure, isSlow } from "#network/outcome.js";
import { SdkFactsSchema } from "#sentry/sdk/state/facts.js";
import { isAway } from "#verdict/evidence/network.js";
import { visitPage } from "./policies.js";

/** Roundtrip's own way in, which anybody may open. */
const OWN_PAGE = "/admin/sentry/sign-in";

export interface PageQuestion {
  /** Where the app answers to itself; null: it does not know. */
  origin: string | null;
  /** Where the browser sends to; empty without a DSN. */
  sendsTo: string;
  /** The app takes the check of the browser. */
  checksBrowser: boolean;
  /** Paths of the app's own pages, as DOCTOR_PAGES names them. */
  pages: readonly string[];
}

/** Looks at what a browser would get. */
export async function pageFacts(question: PageQuestion, deadline: AbortSignal): Promise<PageFacts> {
  const { origin, sendsTo, checksBrowser, pages } = question;
  const facts = {
    dsn: sendsTo !== "",
    sendsTo,
    origin: origin ?? "",
    checksBrowser,
  };
  if (origin === null) return { ...facts, outcome: null, slow: false, policies: [], unread: [] };
  const ownPage = hrefOf(OWN_PAGE);
  const visits = await Promise.all(
    [...new Set([...pages.map((page) => ownAddress(page)), ownPage])].map((page) =>
      visitPage(origin, page, deadline),
    ),
  );
  const shown = visits.find(({ asked }) => isShown(asked.outcome)) ?? visits[0];
  const read = visits.filter(({ asked }) => isShown(asked.outcome));
  const unread = visits.filter(({ asked, policies }) => !isShown(asked.outcome) && policies.page !== ownPage);
  return {
    ...facts,
    outcome: shown?.asked.outcome ?? null,
    slow: visits.some(({ asked }) => isSlow(asked.outcome)),
    policies: read.map(({ policies }) => policies),
    unread: unread.map(({ asked: { outcome }, policies: { page, leaves } }) => ({
      page,
      answer: leaves !== null ? `redirects to ${leaves}` : answerSaid(outcome),
      ...because(outcome),
    })),
  };
}

const answerSaid = (outcome: Outcome): string =>
  outcome.kind === "answered" ? `answered ${outcome.status}` : `did not answer (${outcome.code})`;

/** Why the page itself gave nothing to read; a sign-in, or an address that is none, is another matter. */
function because(outcome: Outcome): Pick<UnreadPage, "because"> {
  if (isSlow(outcome)) return { because: "slow" };
  return outcome.kind === "failed" || outcome.status >= 500 ? { because: "broken" } : {};
}

const isShown = (outcome: Outcome): boolean =>
  outcome.kind === "answered" && outcome.status < 400 && outcome.redirect === null;

type EdgeFacts = Pick<
  RuntimeFacts,
  "edge" | "edgeSlow" | "edgeCut" | "edgeInsecure" | "edgeRefusal" | "edgeCached" | "stranger"
>;

/** Our refusals are problem documents. */
const isProblem = (headers: Headers): boolean =>
  /^application\/problem\+json/.test(headers.get("content-type") ?? "");

/** Each answer of ours repeats the nonce, unless a proxy takes it away. */
function strangerAt(origin: string, outcome: Outcome, headers: Headers): RuntimeFacts["stranger"] {
  if (outcome.kind === "failed" || isAway(outcome.status)) return null;
  const { status, redirect } = outcome;
  const isOurs = redirect === new URL(origin).host || isProblem(headers);
  return isOurs ? null : { origin, status };
}

/** Asks the SDK of the edge runtime through a route that runs there; null when it does not answer. */
export async function edgeFacts(
  origin: string | null,
  token: string | undefined,
  deadline: AbortSignal,
): Promise<EdgeFacts> {
  if (origin === null)
    return {
      edge: null,
      edgeSlow: false,
      edgeCut: false,
      edgeInsecure: false,
      edgeRefusal: null,
      edgeCached: false,
      stranger: null,
    };
  const nonce = newNonce();
  const bearer = token ? { authorization: `Bearer ${token}` } : {};
  const { outcome, body, headers } = await ask(`${origin}${hrefOf("/api/health/sentry/doctor/edge")}`, {
    deadline,
    headers: { ...ownHeaders(), ...bearer, [NONCE_HEADER]: nonce },
  });
  const edgeCached = madeFor(nonce, headers) === "another";
  const good = outcome.kind === "answered" && outcome.status === 200 && !edgeCached;
  const edge = good ? (SdkFactsSchema.safeParse(body).data ?? null) : null;
  return {
    edge,
    stranger:
      edge === null && madeFor(nonce, headers) === "unsaid" ? strangerAt(origin, outcome, headers) : null,
    edgeSlow: isSlow(outcome),
    edgeCut: isCut(outcome),
    edgeInsecure: isInsecure(outcome),
    edgeRefusal:
      outcome.kind === "answered" && edge === null
        ? { status: outcome.status, ours: madeFor(nonce, headers) === "this" || isProblem(headers) }
        : null,
    edgeCached,
  };
}
