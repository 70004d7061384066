import type { Finding } from "#doctor/finding.js";
import { isGood, isStatus, type Outcome } from "#network/outcome.js";

/** Why it counts that events cannot be read back. @param backend its name */
export const unread = (backend: string): string =>
  `No check can pass until Roundtrip can read events back: an event that ${backend} only accepted is no proof.`;

/**
 * A refusal of the read API that nothing shows to be the backend's own.
 * @param backend its name
 * @param token the line that sets another token
 */
export const refusedBySomebody = (
  host: string,
  status: number,
  backend: string,
  token: string,
): Omit<Finding, "why"> => ({
  code: "api_refused",
  level: "fail",
  title: "The server at SENTRY_URL refuses Roundtrip's requests",
  what: `${host} answered ${status}. The answer does not look like ${backend}'s: a proxy or firewall before ${backend} may have given it.`,
  change: `Let the proxy or firewall before ${host} pass requests to its API with their header Authorization. If there is none: ${token}`,
});

/** Where each has a rule of its own: 403 is a scope's, 404 what is not there. */
const isRead = (one: Outcome): boolean =>
  one.kind === "failed" || isGood(one) || (one.json && isStatus(one, 403, 404));

/** An answer of the read API that no other finding speaks of, and that does not say that events can be read. */
export function unexpected(
  host: string,
  asked: readonly Outcome[],
  backend: string,
): Omit<Finding, "why"> | null {
  const odd = asked.find((one) => !isRead(one));
  if (odd?.kind !== "answered") return null;
  if (odd.status === 402)
    return {
      code: "api_payment_required",
      level: "fail",
      title: "The server at SENTRY_URL asks for a payment",
      what: `${host} answered 402: it asks for a payment, or for another plan, before it gives events out.`,
      change:
        backend === "Sentry"
          ? "Sentry, Settings, Subscription: pay what is due, or take a plan that allows it. If nothing is due, look for a proxy before Sentry."
          : `Look at your plan with the service that hosts your ${backend}. If nothing is due, look for a proxy before ${backend}.`,
    };
  return {
    code: "api_unexpected",
    level: "fail",
    title: `${backend} does not answer what Roundtrip asks`,
    what: `${host} answered ${odd.status}${odd.json ? "" : ", and not in JSON"}, to a question by which Roundtrip reads events.`,
    change: `Update ${backend} if you host it, or look for a newer Roundtrip. Where something else answers at ${host}, correct SENTRY_URL.`,
  };
}
