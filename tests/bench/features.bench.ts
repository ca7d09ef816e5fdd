// Time of the feature matrix and of the newest row: `npx tsx tests/bench/features.bench.ts`, or with Deno.
import { computeFeatures, latestFeatures } from "../../shared/features/compute-features.ts";
import { FEATURE_SET } from "../../shared/features/feature-set.ts";
import { sliceBars } from "../../shared/market/bars.ts";
import { STOCK } from "../support/instruments.ts";
import { randomWalkBars } from "../support/random-walk-bars.ts";

const bars = randomWalkBars({ rows: 100_000, seed: 1 });
const newest = sliceBars(bars, -300);

/** Median and quickest of the runs after a warm-up, in milliseconds. */
function time(runs: number, work: () => unknown): string {
  const times = Array.from({ length: 2 * runs }, () => {
    const start = performance.now();
    work();
    return performance.now() - start;
  });
  const sorted = times.slice(runs).toSorted((a, b) => a - b);
  return `median ${sorted[runs >> 1]!.toFixed(2)} ms, quickest ${sorted[0]!.toFixed(2)} ms`;
}

const count = FEATURE_SET.features.length;
console.log(`100,000 bars x ${count} features: ${time(5, () => computeFeatures(bars, STOCK, "1h"))}`);
console.log(`newest row from 300 bars:       ${time(500, () => latestFeatures(newest, STOCK, "1h"))}`);
