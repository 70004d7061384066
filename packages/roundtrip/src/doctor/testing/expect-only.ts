import { expect } from "vitest";
import type { DoctorFacts } from "#doctor/facts.js";
import { DoctorAnswerSchema, type Level } from "#doctor/finding.js";
import { examine } from "#doctor/findings/examine.js";

/** These facts are a healthy system's but for one finding, whose remedy holds `change`; the answer is as the API has it. */
export function expectOnly(facts: DoctorFacts, code: string, level: Level, change: string): void {
  const answer = examine(facts);
  expect(DoctorAnswerSchema.parse(answer)).toEqual(answer);
  const wrong = answer.findings.filter((one) => one.level !== "ok");
  expect(wrong.map((one) => [one.code, one.level])).toEqual([[code, level]]);
  expect(wrong[0]?.change).toContain(change);
  expect(wrong[0]?.what).not.toBe("");
  expect(wrong[0]?.why).not.toBe("");
  expect(answer.status).toBe(level === "note" ? "pass" : level);
}
