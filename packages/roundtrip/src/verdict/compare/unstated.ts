import type { Cause } from "#verdict/answer.js";
import { cause } from "#verdict/causes/catalogue.js";
import type { StoredEvent } from "#verdict/evidence/stored-event.js";
import type { Run } from "#verdict/run.js";
import { unset } from "#verdict/text/unset.js";

type Name = "release" | "environment";

/** By which variables each is stated. */
const STATED_BY: Readonly<Record<Name, readonly string[]>> = {
  release: ["SENTRY_PROJECT", "COMMIT_SHA"],
  environment: ["SENTRY_ENVIRONMENT"],
};

/** What the event says, and nobody has said that it should; or somebody has, in words that cannot be used. */
export function unstated({ expected }: Pick<Run, "expected">, event: StoredEvent): Cause[] {
  const said = (names: Name[]) => names.map((name) => `the ${name} ${event[name] ?? "(none)"}`).join(" and ");
  const names = (["release", "environment"] as const).filter((name) => expected[name] === null);
  const unusable = (name: Name) =>
    (expected.unusable ?? []).filter(({ variable }) => STATED_BY[name].includes(variable));
  const refused = names.filter((name) => unusable(name).length > 0);
  const open = names.filter((name) => !refused.includes(name));
  const problems = refused.flatMap(unusable);
  const variables = problems.map(({ variable }) => variable);
  const why = variables.map((variable) => unset(variable, problems)).join("; ");
  return [
    ...(problems.length > 0
      ? [cause("expectation_unusable", { said: said(refused), why, variables: variables.join(" and ") })]
      : []),
    ...(open.length > 0 ? [cause("expectation_unstated", { said: said(open) })] : []),
  ];
}
