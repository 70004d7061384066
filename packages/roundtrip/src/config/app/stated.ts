import type { Env } from "#config/variables.js";
import { env } from "#config/variables.js";
import { singleton } from "#state/singleton.js";
import type { Problem } from "#verdict/text/unset.js";

/**
 * What every event of this app must say. Only somebody who knows the deployment can say it: what is null, nobody has
 * stated, and it is not checked. A default is no statement.
 */
export interface Stated {
  release: string | null;
  environment: string | null;
  commitTag: string | null;
  /** Variables that were set to state one of these, and cannot be used. */
  unusable: readonly Problem[];
}

type InFile = Partial<Omit<Stated, "unusable">>;
const inFile = () => singleton("stated", () => ({ value: {} as InFile }));

/** Said by createRoundtrip({ expect }). */
export function noteStated(value: InFile): void {
  inFile().value = value;
}

/** createRoundtrip's word counts more than a variable's. */
export const stated = ({ stated: byVariables }: Pick<Env, "stated"> = env()): Stated => {
  const { release, environment, commitTag } = inFile().value;
  return {
    release: release ?? byVariables.release,
    environment: environment ?? byVariables.environment,
    commitTag: commitTag ?? byVariables.commitTag,
    unusable: byVariables.unusable,
  };
};
