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

/** Why a variable has no value: it is not set, or its value cannot be used. A clause, without a full stop. */
export function unset(variable: string, problems: readonly Problem[]): string {
  const problem = problems.find((one) => one.variable === variable);
  return problem ? `${variable} is set, but cannot be used: it ${problem.message}` : `${variable} is not set`;
}
