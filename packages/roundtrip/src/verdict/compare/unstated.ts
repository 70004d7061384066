import type { Cause } from "#verdict/answer.js";
import { cause } from "#verdict/causes/catalogue.js";
import type { StoredEvent } from "#verdict/evidence/stored-event.js";
import type { Run } from "#verdict/run.js";
import { expectOption, unset } from "#verdict/text/unset.js";

type Name = "release" | "environment" | "commitTag";

/** By which variables and options each is stated. */
const STATED_BY: Readonly<Record<Name, readonly string[]>> = {
  release: ["SENTRY_PROJECT", "COMMIT_SHA", expectOption("release")],
  environment: ["SENTRY_ENVIRONMENT", expectOption("environment")],
  commitTag: ["COMMIT_TAG", expectOption("commitTag")],
};
const NAMES = ["release", "environment", "commitTag"] as const;

/** What the event says, and nobody has said that it should; or somebody has, in words that cannot be used. */
export function unstated({ expected }: Pick<Run, "expected">, event: StoredEvent): Cause[] {
  const names = NAMES.filter((name) => expected[name] === null);
  const unusable = (name: Name) =>
    (expected.unusable ?? []).filter(({ variable }) => STATED_BY[name].includes(variable));
  const refused = names.filter((name) => unusable(name).length > 0);
  // Most apps have no such tag, and miss nothing.
  const open = names.filter((name) => !refused.includes(name) && name !== "commitTag");
  const problems = refused.flatMap(unusable);
  const variables = [...new Set(problems.map(({ variable }) => variable))];
  const why = variables.map((variable) => unset(variable, problems)).join("; ");
  const said = (some: Name[]) => some.map((name) => carried(name, event)).join(" and ");
  return [
    ...(problems.length > 0
      ? [cause("expectation_unusable", { said: said(refused), why, variables: variables.join(" and ") })]
      : []),
    ...(open.length > 0 ? [cause("expectation_unstated", { said: said(open) })] : []),
  ];
}

const carried = (name: Name, event: StoredEvent): string =>
  name === "commitTag"
    ? `the tag commit_tag ${event.tags.commit_tag ?? "(none)"}`
    : `the ${name} ${event[name] ?? "(none)"}`;
