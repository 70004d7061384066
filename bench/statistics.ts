/** Of a normal distribution, 95 % lies within so many standard deviations. */
const Z_95 = 1.96;

/** The value below which the share `q` (0 to 1) of the samples lies, interpolated linearly. */
export function quantile(samples: readonly number[], q: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  const position = (sorted.length - 1) * q;
  const below = sorted[Math.floor(position)];
  const above = sorted[Math.ceil(position)];
  if (below === undefined || above === undefined) throw new Error("no samples");
  return below + (above - below) * (position - Math.floor(position));
}

export const median = (samples: readonly number[]): number => quantile(samples, 0.5);

/**
 * A 95 % interval of the median, by the ranks of the samples (binomial, normal approximation): nothing is assumed of how
 * they are distributed. The smallest and the largest where there are too few of them.
 */
export function interval(samples: readonly number[]): [number, number] {
  const sorted = [...samples].sort((a, b) => a - b);
  const n = sorted.length;
  const half = (Z_95 * Math.sqrt(n)) / 2;
  const low = sorted[Math.max(0, Math.floor(n / 2 - half))];
  const high = sorted[Math.min(n - 1, Math.ceil(n / 2 + half))];
  if (low === undefined || high === undefined) throw new Error("no samples");
  return [low, high];
}
