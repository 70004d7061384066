/**
 * A latency histogram that can be added up: of days, of checks, of instances. Buckets grow by a quarter of a
 * power of two: bucket 0 holds what took up to 1 ms, bucket i more than 2^((i-1)/4) and up to 2^(i/4) ms, the
 * last one (about 4.7 hours) all that took longer. A run follows its event for an hour, so nothing is cut off.
 */
const PER_DOUBLING = 4;
export const LAST_BUCKET = 96;

/**
 * A percentile is given as its bucket's middle, 2^((i-1/2)/4): at most 9.1 % from the value that it stands
 * for (2^(1/8) - 1), for what took at least a millisecond.
 */
export const LATENCY_ERROR = 2 ** (1 / (2 * PER_DOUBLING)) - 1;

/** How many fell into each bucket; a bucket that is missing is empty. */
export type Histogram = ReadonlyMap<number, number>;

/** @param ms a latency in milliseconds; one below zero (clocks differ) counts as zero */
export function bucketOf(ms: number): number {
  if (!(ms > 1)) return 0;
  return Math.min(LAST_BUCKET, Math.ceil(PER_DOUBLING * Math.log2(ms)));
}

/** The latency that stands for a bucket, in milliseconds. */
export const middleOf = (bucket: number): number =>
  bucket <= 0 ? 1 : 2 ** ((Math.min(bucket, LAST_BUCKET) - 0.5) / PER_DOUBLING);

export function merge(histograms: Iterable<Histogram>): Histogram {
  const sum = new Map<number, number>();
  for (const one of histograms)
    for (const [bucket, count] of one) sum.set(bucket, (sum.get(bucket) ?? 0) + count);
  return sum;
}

export const countOf = (histogram: Histogram): number =>
  [...histogram.values()].reduce((sum, count) => sum + Math.max(0, count), 0);

/**
 * The latency that a share of all stays within, by nearest rank; null where there is none.
 * @param share above 0, up to 1: 0.95 for p95
 */
export function percentile(histogram: Histogram, share: number): number | null {
  const total = countOf(histogram);
  if (total === 0) return null;
  let left = Math.max(1, Math.ceil(share * total));
  for (const [bucket, count] of [...histogram].sort(([a], [b]) => a - b)) {
    left -= Math.max(0, count);
    if (left <= 0) return middleOf(bucket);
  }
  return null;
}
