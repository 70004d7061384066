import type { Outcome } from "#network/outcome.js";

/** Who answers where Inngest calls the functions. */
export interface AddressFacts {
  address: string;
  outcome: Outcome;
  /** This deployment answered there, and proved it. */
  proven: boolean;
  /** It is the address at which the app reaches itself. */
  isOwn: boolean;
  /** An Inngest SDK answered, and not a page, a login or a proxy. */
  isSdk: boolean;
}

/** What is known of who answers at an address that Inngest calls. */
export type Answering = "own" | "other" | "nobody" | "barred" | "unseen";

/**
 * own: this deployment proved that it is there. other: something else is. nobody: the name does not resolve, or nothing
 * listens, which is so for Inngest, too. barred: a login answers, which may let Inngest past. unseen: no answer came here,
 * which a firewall explains that Inngest need not pass.
 */
export function answering({ outcome, proven, isSdk }: AddressFacts): Answering {
  if (proven) return "own";
  if (outcome.kind === "failed")
    return outcome.reason === "refused" || outcome.reason === "dns" ? "nobody" : "unseen";
  const { status } = outcome;
  const isBarred = !isSdk && (status === 401 || status === 403 || (status >= 300 && status < 400));
  return isBarred ? "barred" : "other";
}
