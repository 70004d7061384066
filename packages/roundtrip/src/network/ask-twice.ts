/**
 * What `ask` answers, asked once more where its first answer was too late: a machine that was busy for a moment is no
 * reason for a finding.
 */
export const twice = <T>(ask: () => Promise<T>, isLate: (answer: T) => boolean): Promise<T> =>
  upTo(2, ask, isLate);

/** What `ask` answers, asked again while its answer is too late, but no more than so many times. */
export async function upTo<T>(
  times: number,
  ask: () => Promise<T>,
  isLate: (answer: T) => boolean,
): Promise<T> {
  let answer = await ask();
  for (let asked = 1; asked < times && isLate(answer); asked += 1) answer = await ask();
  return answer;
}
