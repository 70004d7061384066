import type { DoctorAnswer, Finding, Level } from "./finding.js";

const RANK: Readonly<Record<Level, number>> = { fail: 0, warn: 1, note: 2, ok: 3 };

export const worstOf = (findings: readonly Finding[]): Level =>
  findings.reduce<Level>((worst, { level }) => (RANK[level] < RANK[worst] ? level : worst), "ok");

/** What loses errors first, and within a level in the order of an error's way. */
export function answerOf(found: readonly Finding[]): DoctorAnswer {
  const findings = [...found].sort((a, b) => RANK[a.level] - RANK[b.level]);
  const worst = worstOf(found);
  return { status: worst === "fail" || worst === "warn" ? worst : "pass", findings };
}
