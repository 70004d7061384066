import type { Cause } from "#verdict/answer.js";
import { cause } from "#verdict/causes/catalogue.js";
import type { StoredEvent } from "#verdict/evidence/stored-event.js";
import type { Run } from "#verdict/run.js";
import { type Expected, STATED_BY, unset } from "#verdict/text/unset.js";

const NAMES = Object.keys(STATED_BY) as Expected[];

/** What the event says, and nobody has said that it should; or somebody has, in words that cannot be used. */
export function unstated({ expected }: Pick<Run, "expected">, event: StoredEvent): Cause[] {
  const names = NAMES.filter((name) => expected[name] === null);
  const unusable = (name: Expected) =>
    (expected.unusable ?? []).filter(({ variable }) => STATED_BY[name].some((one) => one === variable));
  const refused = names.filter((name) => unusable(name).length > 0);
  // Most apps have no such tag, and miss nothing.
  const open = names.filter((name) => !refused.includes(name) && name !== "commitTag");
  const problems = refused.flatMap(unusable);
  const variables = [...new Set(problems.map(({ variable }) => variable))];
  const why = variables.map((variable) => unset(variable, problems)).join("; ");
  const said = (some: Expected[]) => some.map((name) => carried(name, event)).join(" and ");
  return [
    ...(problems.length > 0
      ? [cause("expectation_unusable", { said: said(refused), why, variables: variables.join(" and ") })]
      : []),
    ...(open.length > 0 ? [cause("expectation_unstated", { said: said(open) })] : []),
  ];
}

const carried = (name: Expected, event: StoredEvent): string =>
  name === "commitTag"
    ? `the tag commit_tag ${event.tags.commit_tag ?? "(none)"}`
    : `the ${name} ${event[name] ?? "(none)"}`;
