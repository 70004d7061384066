import { redactAll } from "#log/redact.js";
import type { HealthAnswer, HealthEntry, Verdict } from "#verdict/answer.js";

/** The three words of `application/health+json` (draft-inadarei-api-health-check, section 3.1). */
export const healthOf = (verdict: Verdict): HealthEntry["status"] =>
  verdict === "pass" || verdict === "warn" ? verdict : "fail";

const RANK = { pass: 0, warn: 1, fail: 2 } as const;

/** Puts entries together; the whole is as good as its worst part, and nothing at all is no pass. */
export function healthAnswer(
  release: string,
  environment: string,
  entries: Record<string, HealthEntry>,
): HealthAnswer {
  const all = Object.values(entries);
  const worst = all.reduce<HealthEntry["status"]>(
    (status, one) => (RANK[one.status] > RANK[status] ? one.status : status),
    all.length === 0 ? "fail" : "pass",
  );
  return {
    status: worst,
    releaseId: release,
    environment,
    checks: Object.fromEntries(Object.entries(entries).map(([name, entry]) => [name, [entry]])),
  };
}

export function healthResponse(
  body: HealthAnswer | { status: HealthAnswer["status"] },
  status = body.status === "fail" ? 503 : 200,
): Response {
  return new Response(JSON.stringify(redactAll(body)), {
    status,
    headers: { "content-type": "application/health+json", "cache-control": "no-store" },
  });
}
