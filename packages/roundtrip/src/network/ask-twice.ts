/**
 * What `ask` answers, asked once more where its first answer was too late: a machine that was busy for a moment is no
 * reason for a finding.
 */
export async function twice<T>(ask: () => Promise<T>, isLate: (answer: T) => boolean): Promise<T> {
  const first = await ask();
  return isLate(first) ? ask() : first;
}
