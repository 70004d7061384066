import type { Finding } from "#doctor/finding.js";
import type { Outcome } from "#network/outcome.js";
import { failureChange, failureSaid, isSlow } from "#network/outcome.js";

export interface TunnelFacts {
  /** Without its query. */
  address: string;
  /** null: it is no whole address, and was not asked. */
  outcome: Outcome | null;
  /** The answer is a web page, in HTML. */
  isPage: boolean;
}

const OPTION = "the option tunnel of Sentry.init() in sentry.server.config.ts";

const fail = (code: string, title: string, what: string, change: string): Finding => ({
  code,
  level: "fail",
  title,
  what,
  why: "The SDK sends everything there and nothing to the host in SENTRY_DSN, so every error is lost.",
  change,
});

/** Where the SDK sends to a tunnel, whether it takes envelopes: the DSN's own address is not asked then. */
export function examineTunnel({ address, outcome, isPage }: TunnelFacts): Finding {
  if (outcome === null)
    return fail(
      "tunnel_malformed",
      "The tunnel's address is not complete",
      `The option tunnel is ${address}. A server needs scheme and host as well.`,
      `Write the tunnel's whole address, https://HOST${address.startsWith("/") ? address : "/PATH"}, into ${OPTION}, or remove the option there: no ad blocker runs on a server.`,
    );
  if (outcome.kind === "failed")
    return fail(
      isSlow(outcome) ? "tunnel_timeout" : "tunnel_unreachable",
      isSlow(outcome) ? "The tunnel does not answer in time" : "The tunnel cannot be reached",
      failureSaid(address, outcome),
      failureChange(address, OPTION, outcome),
    );
  if (outcome.status >= 300)
    return fail(
      "tunnel_refused",
      "The tunnel takes no envelopes",
      `${address} answered ${outcome.status}.`,
      `Let ${address} take a POST without a sign-in and hand it on, or correct ${OPTION}. If it hands on Sentry's own answer, compare SENTRY_DSN with Sentry.`,
    );
  if (isPage)
    return {
      code: "tunnel_is_page",
      level: "warn",
      title: "A web page answers in place of the tunnel",
      what: `${address} answered ${outcome.status} with a web page. A page of the app or a sign-in answers so.`,
      why: "Most likely what the SDK sends there is lost.",
      change: `Add a route at ${address} that takes a POST without a sign-in and hands it on, or correct ${OPTION}.`,
    };
  return {
    code: "tunnel_ok",
    level: "ok",
    title: "Tunnel",
    what: `${address} takes envelopes. Whether it hands them on, only a check tells.`,
    why: "",
    change: "",
  };
}
