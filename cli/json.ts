import type { Cause, Verdict } from "@/checks/answer";
import type { VerifyResult } from "./verify";

export interface JsonResult {
  status: "pass" | "warn" | "fail";
  checks: Record<
    string,
    { verdict: Verdict; run: string | null; cause: Cause | null; latencyMs: number | null }
  >;
  /** Only when nothing could be verified. */
  error?: string;
}

export function json(result: VerifyResult): JsonResult {
  const checks = result.checks.map(({ check, verdict, run, cause, latencyMs }) => [
    check,
    { verdict, run, cause, latencyMs },
  ]);
  return { status: result.status, checks: Object.fromEntries(checks) };
}

export const jsonError = (message: string): JsonResult => ({ status: "fail", checks: {}, error: message });
