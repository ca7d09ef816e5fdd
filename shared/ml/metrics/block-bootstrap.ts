import { normalQuantile } from "../../math/normal-distribution.ts";
import { Random } from "../../math/random.ts";

export interface BlockBootstrapOptions {
  /** Length of a block in distinct times; at least the span over which rows depend on each other. */
  readonly blockLength: number;
  readonly confidence?: number;
  readonly replicates?: number;
  readonly seed: number;
}

export interface BootstrapInterval {
  readonly mean: number;
  /** Ends of the two-sided interval. */
  readonly lower: number;
  readonly upper: number;
  /** Blocks that fit in the data: how often the experiment was really repeated. */
  readonly blocks: number;
}

/**
 * Confidence interval of a mean over rows that depend on each other: circular block bootstrap (Politis and Romano 1992).
 * Blocks are stretches of time with the rows of all symbols in them, because rows of one time depend on each other as
 * neighbours in time do; the circle gives every row the same chance, so replicates centre on the sample's mean. The
 * percentile interval is stretched for the few blocks that there are (`smallSampleStretch`); one block proves nothing.
 * @param values one per row; `times` orders them (rows of one time stay together). Throws a RangeError on no rows.
 */
export function blockBootstrap(
  values: Float64Array,
  times: Float64Array,
  { confidence = 0.95, ...options }: BlockBootstrapOptions,
): BootstrapInterval {
  return blockBootstraps(values, times, [confidence], options)[0]!;
}

/** The same at several confidences, from the same replicates. */
export function blockBootstraps(
  values: Float64Array,
  times: Float64Array,
  confidences: readonly number[],
  { blockLength, replicates = 2000, seed }: Omit<BlockBootstrapOptions, "confidence">,
): BootstrapInterval[] {
  if (values.length === 0) throw new RangeError("there are no rows to resample");
  if (values.length !== times.length) throw new RangeError("values and times differ in length");
  if (!(Number.isInteger(blockLength) && blockLength > 0))
    throw new RangeError("blockLength must be a positive whole number");
  if (!confidences.every((confidence) => confidence > 0 && confidence < 1))
    throw new RangeError("confidence must lie between 0 and 1");
  const { sums, counts } = sumsByTime(values, times);
  const distinct = sums.length;
  const length = Math.min(blockLength, distinct);
  const blockSum = circularSums(sums, length);
  const blockCount = circularSums(counts, length);
  const drawn = Math.ceil(distinct / length);
  const random = Random.seeded(seed);
  const means = new Float64Array(replicates);
  for (let replicate = 0; replicate < replicates; replicate++) {
    let sum = 0;
    let count = 0;
    for (let i = 0; i < drawn; i++) {
      const start = random.below(distinct);
      sum += blockSum[start]!;
      count += blockCount[start]!;
    }
    means[replicate] = sum / count;
  }
  means.sort();
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const blocks = Math.floor(distinct / length);
  return confidences.map((confidence) => {
    if (blocks < 2) return { mean, lower: Number.NEGATIVE_INFINITY, upper: Number.POSITIVE_INFINITY, blocks };
    const tail = (1 - confidence) / 2;
    const stretch = smallSampleStretch(blocks, normalQuantile(1 - tail));
    return {
      mean,
      lower: mean + stretch * (quantile(means, tail) - mean),
      upper: mean + stretch * (quantile(means, 1 - tail) - mean),
      blocks,
    };
  });
}

/**
 * A percentile interval from n blocks is too narrow as a normal interval from n values would be: its variance lacks the
 * factor n / (n - 1), its quantile should be Student's with n - 1 degrees of freedom (first term of Cornish and Fisher).
 */
function smallSampleStretch(blocks: number, normalQuantile: number): number {
  const studentOverNormal = 1 + (normalQuantile * normalQuantile + 1) / (4 * (blocks - 1));
  return studentOverNormal * Math.sqrt(blocks / (blocks - 1));
}

/** Sum and number of values at each distinct time, in order of time. */
function sumsByTime(values: Float64Array, times: Float64Array): { sums: number[]; counts: number[] } {
  const order = Uint32Array.from(times, (_, row) => row).sort((a, b) => times[a]! - times[b]!);
  const sums: number[] = [];
  const counts: number[] = [];
  let current = Number.NaN;
  for (const row of order) {
    if (times[row] !== current) {
      current = times[row]!;
      sums.push(0);
      counts.push(0);
    }
    sums[sums.length - 1]! += values[row]!;
    counts[counts.length - 1]!++;
  }
  return { sums, counts };
}

/** Sum of the `length` values from each position on, going round at the end. */
function circularSums(values: readonly number[], length: number): Float64Array {
  const sums = new Float64Array(values.length);
  let sum = 0;
  for (let i = 0; i < length; i++) sum += values[i]!;
  for (let start = 0; start < values.length; start++) {
    sums[start] = sum;
    sum += values[(start + length) % values.length]! - values[start]!;
  }
  return sums;
}

/** Quantile of sorted values, interpolated linearly (type 7 of Hyndman and Fan). */
function quantile(sorted: Float64Array, q: number): number {
  const at = q * (sorted.length - 1);
  const below = Math.floor(at);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below]! + (at - below) * (sorted[above]! - sorted[below]!);
}
