import type { DoctorFacts } from "#doctor/facts.js";
import { isCut } from "#network/outcome.js";
import { wasClosed } from "#verdict/evidence/network.js";

/** True when a question got no answer in time, or one that broke off, so that all of them are asked once more. */
export function isHasty({ store, sentry, runtime, page, inngest }: DoctorFacts): boolean {
  return (
    store.reachable === "slow" ||
    sentry.slow ||
    runtime.edgeSlow ||
    runtime.edgeCut ||
    page.slow ||
    [page.outcome, inngest?.served].some((own) => own && isCut(own)) ||
    [sentry, page, inngest].some(holdsLate)
  );
}

/** Whatever is asked, its outcome is somewhere among the facts. */
function holdsLate(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (Reflect.get(value, "kind") === "failed") return isLateOrClosed(value);
  return Object.values(value).some(holdsLate);
}

const isLateOrClosed = (failure: object): boolean =>
  Reflect.get(failure, "reason") === "timeout" || wasClosed(String(Reflect.get(failure, "code")));
