import type { DoctorAnswer, Level } from "./doctor";
import type { DoctorFacts } from "./doctor-facts";
import { examineIngest } from "./doctor-ingest";
import { examineInngest } from "./doctor-inngest";
import { examinePage } from "./doctor-page";
import { examineProject } from "./doctor-project";
import { examineRead } from "./doctor-read";
import { examineRuntime } from "./doctor-runtime";
import { examineStore } from "./doctor-store";
import { examineVariables } from "./doctor-variables";

const RANK: Readonly<Record<Level, number>> = { fail: 0, warn: 1, note: 2, ok: 3 };

/** Facts in, findings out: what loses errors first, and within a level in the order of an error's way. */
export function examine(facts: DoctorFacts): DoctorAnswer {
  const findings = [
    ...examineVariables(facts.variables),
    ...examineStore(facts.store),
    examineIngest(facts.sentry),
    ...examineRuntime(facts.runtime),
    ...examinePage(facts.page),
    ...examineInngest(facts.inngest),
    ...examineRead(facts.sentry),
    ...examineProject(facts.sentry, facts.inngest.skewMs),
  ].sort((a, b) => RANK[a.level] - RANK[b.level]);
  const worst = findings[0]?.level ?? "ok";
  return { status: worst === "fail" || worst === "warn" ? worst : "pass", findings };
}
