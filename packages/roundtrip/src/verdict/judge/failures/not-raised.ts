import type { Check } from "#checks/check.js";
import { FROM_CACHE } from "#checks/nonce.js";
import type { Cause } from "#verdict/answer.js";
import { type CauseCode, cause } from "#verdict/causes/catalogue.js";
import type { EvidenceOf } from "#verdict/evidence/kinds.js";
import { isLate, isPassing, NO_SUCH_ACTION } from "#verdict/evidence/network.js";

const INNGEST: ReadonlyMap<string, CauseCode> = new Map(
  Object.entries<CauseCode>({
    no_event_key: "inngest_key_missing",
    unreachable: "inngest_unreachable",
    key_rejected: "inngest_key_rejected",
    no_task: "task_not_made",
  }),
);

export function causeOfNotQueued({ code, detail }: EvidenceOf<"not_queued">): Cause {
  return cause(INNGEST.get(code) ?? "inngest_error", { code: detail || code });
}

/** @param visited the answer of the page that was to raise, where it is a page's */
export const causeOfNotRaised = (visited: EvidenceOf<"visited"> | undefined): Cause =>
  visited
    ? cause("page_raised_nothing", { address: visited.address, status: visited.status })
    : cause("not_raised");

/** Why the page that raises a check's error could not be made to do so. */
export function causeOfNotReached(check: Check, { status, code }: EvidenceOf<"not_reached">): Cause {
  if (code === FROM_CACHE) return cause("answered_by_cache");
  if (check.place === "proxy" && status === 404 && code === "") return cause("proxy_not_reached");
  if (code === NO_SUCH_ACTION && status !== null) return cause("action_of_other_build", { status });
  if (check.place === "browser")
    return cause("browser_page_unreachable", { code: status === null ? code : `it answered ${status}` });
  return status === null ? cause("app_unreachable", { code }) : cause("page_not_reached", { status });
}

/** True where the page gave no answer in time. */
const isSlow = ({ status, code }: EvidenceOf<"not_reached">): boolean =>
  status === 504 || (status === null && isLate(code));

/** True where it may raise all the same. A browser that got a broken answer does not come back. */
export const mayRaise = ({ place }: Check, fact: EvidenceOf<"not_reached">): boolean =>
  isSlow(fact) || (place !== "browser" && isPassing(fact));

/** The page gave no whole answer, and its error never came. */
export function causeOfLostPage(check: Check, fact: EvidenceOf<"not_reached">): Cause {
  if (!isSlow(fact)) return causeOfNotReached(check, fact);
  return check.place === "browser"
    ? cause("browser_page_unreachable", { code: "it did not answer in time" })
    : cause("page_slow");
}
