import type { CheckResult, VerifyResult } from "#cli/verify/run.js";
import type { Verdict } from "#verdict/answer.js";

type JsonCheck = Pick<CheckResult, "run" | "cause" | "warnings" | "unmet" | "note" | "latencyMs"> & {
  verdict: Verdict;
};

export interface JsonResult {
  status: "pass" | "warn" | "fail";
  /** The command's own: 0 all pass, 1 one does not, 2 nothing could be verified. */
  exitCode: 0 | 1 | 2;
  /** Why that is not 0, in a sentence. */
  reason: string | null;
  checks: Record<string, JsonCheck>;
  /** Only when nothing could be verified. */
  error?: string;
}

export const exitCodeOf = ({ status }: Pick<VerifyResult, "status">): 0 | 1 => (status === "fail" ? 1 : 0);

export function json(result: VerifyResult): JsonResult {
  const checks = result.checks.map(
    ({ check, verdict, run, cause, warnings, unmet, note, latencyMs }): [string, JsonCheck] => [
      check,
      { verdict, run, cause, warnings, unmet, note, latencyMs },
    ],
  );
  return {
    status: result.status,
    exitCode: exitCodeOf(result),
    reason: reasonOf(result.checks),
    checks: Object.fromEntries(checks),
  };
}

export const jsonError = (message: string): JsonResult => ({
  status: "fail",
  exitCode: 2,
  reason: message,
  checks: {},
  error: message,
});

function reasonOf(checks: readonly CheckResult[]): string | null {
  const bad = checks.filter(({ verdict }) => verdict !== "pass" && verdict !== "warn");
  if (bad.length === 0) return null;
  const each = bad.map(
    ({ check, verdict, cause }) => `${check} (${[verdict, cause?.code].filter(Boolean).join(", ")})`,
  );
  const many = checks.length === 1 ? "The check" : `${bad.length} of ${checks.length} checks`;
  return `${many} did not pass: ${each.join(", ")}.`;
}
