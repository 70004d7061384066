import type { DoctorFacts } from "./doctor-facts";

/** True when a question of the examination got no answer in time, so that all of them are asked once more. */
export function isHasty({ store, sentry, runtime, page, inngest }: DoctorFacts): boolean {
  return (
    store.reachable === "slow" ||
    sentry.slow ||
    runtime.edgeSlow ||
    page.slow ||
    [sentry, page, inngest].some(holdsLate)
  );
}

/** Whatever is asked, its outcome is somewhere among the facts. */
function holdsLate(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (Reflect.get(value, "kind") === "failed") return Reflect.get(value, "reason") === "timeout";
  return Object.values(value).some(holdsLate);
}
