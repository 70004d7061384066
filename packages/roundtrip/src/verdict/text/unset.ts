/** A variable that is set and not usable, and why; never its value. */
export interface Problem {
  variable: string;
  message: string;
}

/** How an option of createRoundtrip that says what to expect is named where a variable would be. */
export const expectOption = (name: string): string => `expect.${name} of createRoundtrip`;

/** What every event must carry, and by which variables and options each is stated. */
export const STATED_BY = {
  release: ["SENTRY_PROJECT", "COMMIT_SHA", expectOption("release")],
  environment: ["SENTRY_ENVIRONMENT", expectOption("environment")],
  commitTag: ["COMMIT_TAG", expectOption("commitTag")],
} as const satisfies Readonly<Record<string, readonly string[]>>;
export type Expected = keyof typeof STATED_BY;

/** All that is wrong with a variable, in words that go on from its name; nothing where nothing is. */
export const wrongWith = (variable: string, problems: readonly Problem[]): string =>
  problems
    .filter((one) => one.variable === variable)
    .map(({ message }) => message)
    .join(", and it ");

/** Why a variable has no value: it is not set, or its value cannot be used. A clause, without a full stop. */
export function unset(variable: string, problems: readonly Problem[]): string {
  const wrong = wrongWith(variable, problems);
  return wrong ? `${variable} is set, but cannot be used: it ${wrong}` : `${variable} is not set`;
}
