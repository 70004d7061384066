import { unseenIn, withoutUnseen } from "#config/invisible.js";
import type { Env } from "#config/variables.js";
import { env } from "#config/variables.js";
import { singleton } from "#state/singleton.js";
import { type Expected, expectOption, type Problem } from "#verdict/text/unset.js";

/**
 * What every event of this app must say. Only somebody who knows the deployment can say it: what is null, nobody has
 * stated, and it is not checked. A default is no statement.
 */
export interface Stated {
  release: string | null;
  environment: string | null;
  commitTag: string | null;
  /** Variables and options that were set to state one of these, and cannot be used. */
  unusable: readonly Problem[];
}

interface InFile {
  value: Partial<Record<Expected, string | null>>;
  unusable: Problem[];
}
const inFile = () => singleton<InFile>("stated", () => ({ value: {}, unusable: [] }));

/** As long as a caller's own may be, and a tag's value. */
const LONGEST: Readonly<Record<Expected, number>> = { release: 250, environment: 64, commitTag: 200 };
const NAMES = Object.keys(LONGEST) as Expected[];

/** Said by createRoundtrip({ expect }). Never throws: what cannot be used states nothing, and is one of the problems. */
export function noteStated(given: Partial<Record<Expected, unknown>>): void {
  const said = NAMES.filter((name) => given[name] !== undefined && given[name] !== null);
  const problems = said.flatMap((name) =>
    complaints(given[name], LONGEST[name]).map((message) => ({
      name,
      problem: { variable: expectOption(name), message },
    })),
  );
  const value = said.map((name) => [
    name,
    problems.some((one) => one.name === name) ? null : String(given[name]),
  ]);
  Object.assign(inFile(), {
    value: Object.fromEntries(value),
    unusable: problems.map(({ problem }) => problem),
  });
}

function complaints(value: unknown, longest: number): string[] {
  if (typeof value !== "string") return ["must be a text"];
  if (value.trim() === "") return ["is empty"];
  const unseen = unseenIn(value);
  const isLong = withoutUnseen(value).length > longest;
  return [...(unseen ? [unseen] : []), ...(isLong ? [`is longer than ${longest} characters`] : [])];
}

/** Options of createRoundtrip that cannot be used. */
export const unusableOptions = (): readonly Problem[] => inFile().unusable;

/** createRoundtrip's word counts more than a variable's, even where it cannot be used: null, then. */
export const stated = ({ stated: byVariables }: Pick<Env, "stated"> = env()): Stated => {
  const { value, unusable } = inFile();
  const pick = (name: Expected) => (name in value ? (value[name] ?? null) : byVariables[name]);
  return {
    release: pick("release"),
    environment: pick("environment"),
    commitTag: pick("commitTag"),
    unusable: [...unusable, ...byVariables.unusable],
  };
};
