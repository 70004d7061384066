/** A variable that is set and not usable, and why; never its value. */
export interface Problem {
  variable: string;
  message: string;
}

/** How an option of createRoundtrip that says what to expect is named where a variable would be. */
export const expectOption = (name: string): string => `expect.${name} of createRoundtrip`;

/** Why a variable has no value: it is not set, or its value cannot be used. A clause, without a full stop. */
export function unset(variable: string, problems: readonly Problem[]): string {
  const problem = problems.find((one) => one.variable === variable);
  return problem ? `${variable} is set, but cannot be used: it ${problem.message}` : `${variable} is not set`;
}
