/** Maps values to pixels, the largest on top. */
export interface Scale {
  readonly min: number;
  readonly max: number;
  y(value: number): number;
}

export interface Extent {
  readonly min: number;
  readonly max: number;
}

/** The smallest and largest finite value of the columns, or undefined where there is none. */
export function extentOf(columns: readonly Float64Array[]): Extent | undefined {
  let [min, max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const column of columns) {
    for (const value of column) {
      if (!Number.isFinite(value)) continue;
      min = Math.min(min, value);
      max = Math.max(max, value);
    }
  }
  return min <= max ? { min, max } : undefined;
}

/** The extent and a share of its length on both sides; a single value gets room about it. */
export function widen({ min, max }: Extent, share: number): Extent {
  const length = max - min || Math.abs(min) * 0.01 || 1;
  return { min: min - length * share, max: max + length * share };
}

/** A linear scale that puts `max` at pixel `top` and `min` at pixel `bottom`. */
export function linearScale({ min, max }: Extent, top: number, bottom: number): Scale {
  return { min, max, y: (value) => bottom - ((value - min) / (max - min)) * (bottom - top) };
}

export interface Tick {
  readonly value: number;
  readonly label: string;
}

/** Steps from one round value to the next: these multiples of a power of ten. */
const STEPS = [1, 2, 5];

/**
 * Round values between the ends of the scale, about `count` at most, with exactly the decimals they need. Never fewer
 * than two, because nobody can read distances off a single one.
 */
export function niceTicks(extent: Extent, count: number): Tick[] {
  const rough = (extent.max - extent.min) / Math.max(1, count);
  // A hair of slack, so that a rough step of exactly 2 * 0.1 is not taken for more than 0.2.
  let rank = STEPS.length * Math.floor(Math.log10(rough));
  while (stepOf(rank) < rough * (1 - 1e-9)) rank++;
  let ticks = multiplesWithin(extent, rank);
  while (ticks.length < 2 && Number.isFinite(rough)) ticks = multiplesWithin(extent, --rank);
  return ticks;
}

/** The steps in order of size, one a number: 0 is 1, 1 is 2, 2 is 5, 3 is 10, -1 is 0.5. */
function stepOf(rank: number): number {
  const exponent = Math.floor(rank / STEPS.length);
  return STEPS[rank - STEPS.length * exponent]! * 10 ** exponent;
}

function multiplesWithin({ min, max }: Extent, rank: number): Tick[] {
  const step = stepOf(rank);
  const decimals = Math.min(20, Math.max(0, -Math.floor(rank / STEPS.length)));
  const ticks: Tick[] = [];
  for (let index = Math.ceil(min / step); index * step <= max; index++) {
    const label = (index * step).toFixed(decimals);
    ticks.push({ value: Number(label), label });
  }
  return ticks;
}

/** Large numbers as people write them: 1.5K, 20M, 3B. */
export function compactNumber(value: number): string {
  for (const [unit, suffix] of [
    [1e12, "T"],
    [1e9, "B"],
    [1e6, "M"],
    [1e3, "K"],
  ] as const) {
    if (Math.abs(value) >= unit) return `${Number((value / unit).toPrecision(4))}${suffix}`;
  }
  return String(Number(value.toPrecision(4)));
}
