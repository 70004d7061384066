import { hrefOf } from "#checks/mount/addresses.js";
import { answerOf } from "#doctor/answer.js";
import type { DoctorFacts, InngestFacts } from "#doctor/facts.js";
import type { DoctorAnswer, Finding } from "#doctor/finding.js";
import { examineInngest } from "#doctor/findings/inngest/registration.js";
import { examineRuntime } from "#doctor/findings/sdk/runtime.js";
import { examineIngest } from "#doctor/findings/sentry/ingest.js";
import { examineProject } from "#doctor/findings/sentry/project.js";
import { examineRead } from "#doctor/findings/sentry/read.js";
import { type Places, pageNamed } from "#verdict/remedy-pages/page.js";
import { examineCanary } from "./canary.js";
import { examinePage } from "./page.js";
import { examineRoutes } from "./routes.js";
import { examineStore } from "./store.js";
import { examineVariables } from "./variables.js";
import { examineVersions } from "./versions.js";

/** That the app does not reach its own address is said of that, and not once more of a route below it. */
function unblamed({ runtime, page }: DoctorFacts, inngest: InngestFacts): InngestFacts {
  const isSaid = runtime.stranger !== null || (page.dsn && page.outcome?.kind === "failed");
  const isBlamed = runtime.stranger !== null || inngest.served?.kind === "failed";
  return isSaid && isBlamed ? { ...inngest, served: null } : inngest;
}

function withPage(finding: Finding, places: Places): Finding {
  const page = pageNamed(finding.code, places);
  return page ? { ...finding, page } : finding;
}

/** Facts in, findings out. */
export function examine(facts: DoctorFacts): DoctorAnswer {
  const findings = [
    ...examineVariables(facts.variables),
    ...examineVersions(facts.versions, facts.sentry),
    ...examineStore(facts.store),
    examineIngest(facts.sentry),
    ...examineRuntime(facts.runtime),
    ...(facts.runtime.stranger ? [] : examinePage(facts.page)),
    ...(facts.runtime.stranger ? [] : examineRoutes(facts.missing)),
    ...(facts.canary ? examineCanary(facts.canary) : []),
    ...(facts.inngest ? examineInngest(unblamed(facts, facts.inngest)) : []),
    ...examineRead(facts.sentry, facts.variables.problems),
    ...examineProject(facts.sentry, facts.inngest?.skewMs ?? null),
  ];
  const { release, environment } = facts.runtime;
  const { sendsTo, origin, policies, unread, checksBrowser } = facts.page;
  const places = { sentry: facts.sentry.place, inngest: facts.inngest?.place ?? null };
  return {
    ...answerOf(findings.map((one) => withPage(one, places))),
    page: { sendsTo, origin, policies: [...policies], unread: [...unread], checksBrowser },
    runs: { release, environment },
    signIn: hrefOf("/admin/sentry/sign-in"),
  };
}
