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

/** First and third quartile. */
export const quartiles = (samples: readonly number[]): [number, number] => [
  quantile(samples, 0.25),
  quantile(samples, 0.75),
];
