import type { DoctorAnswer } from "./doctor";
import { answerOf } from "./doctor-answer";
import type { DoctorFacts } from "./doctor-facts";
import { examineIngest } from "./doctor-ingest";
import { examineInngest } from "./doctor-inngest";
import { examinePage } from "./doctor-page";
import { examineProject } from "./doctor-project";
import { examineRead } from "./doctor-read";
import { examineRuntime } from "./doctor-runtime";
import { examineStore } from "./doctor-store";
import { examineVariables } from "./doctor-variables";
import { examineVersions } from "./doctor-versions";

/** Facts in, findings out. */
export function examine(facts: DoctorFacts): DoctorAnswer {
  const findings = [
    ...examineVariables(facts.variables),
    ...examineVersions(facts.versions, facts.sentry),
    ...examineStore(facts.store),
    examineIngest(facts.sentry),
    ...examineRuntime(facts.runtime),
    ...examinePage(facts.page),
    ...examineInngest(facts.inngest),
    ...examineRead(facts.sentry, facts.variables.problems),
    ...examineProject(facts.sentry, facts.inngest.skewMs),
  ];
  const { release, environment } = facts.runtime;
  const { sendsTo, origin, policies, unread } = facts.page;
  return {
    ...answerOf(findings),
    page: { sendsTo, origin, policies: [...policies], unread: [...unread] },
    runs: { release, environment },
  };
}
