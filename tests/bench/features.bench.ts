// Time of the feature matrix, and of the newest row beside the whole look-back: `npx tsx tests/bench/features.bench.ts`,
// or with Deno.
import process from "node:process";
import { computeFeatures, latestFeatures, lookbackOf } from "../../shared/features/compute-features.ts";
import { FEATURE_SET } from "../../shared/features/feature-set.ts";
import { sliceBars } from "../../shared/market/bars.ts";
import { STOCK } from "../support/instruments.ts";
import { randomWalkBars } from "../support/random-walk-bars.ts";
import { quantile } from "./quantile.ts";

const bars = randomWalkBars({ rows: 100_000, seed: 1 });
const newest = sliceBars(bars, -lookbackOf(FEATURE_SET));

/** CPU time of the process so far over all cores, in milliseconds: other programs on the machine are not in it. */
function processorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Of the runs after a warm-up, in milliseconds. */
function time(runs: number, work: () => unknown): string {
  for (let run = 0; run < runs; run++) work();
  const processorStart = processorMs();
  const times = Array.from({ length: runs }, () => {
    const start = performance.now();
    work();
    return performance.now() - start;
  });
  const processor = (processorMs() - processorStart) / runs;
  const sorted = times.toSorted((a, b) => a - b);
  const [middle, quickest] = [sorted[runs >> 1]!, sorted[0]!];
  return `median ${middle.toFixed(2)} ms, quickest ${quickest.toFixed(2)} ms, on one core alone ${processor.toFixed(2)} ms`;
}

const count = FEATURE_SET.features.length;
console.log(`100,000 bars x ${count} features: ${time(5, () => computeFeatures(bars, STOCK, "1h"))}`);

const PAIRS = 500;

/** Medians of the whole look-back and of its newest row, milliseconds, taken in turns. */
function timeInTurns(): [whole: number, latest: number] {
  const whole: number[] = [];
  const latest: number[] = [];
  for (let pair = -PAIRS; pair < PAIRS; pair++) {
    const start = performance.now();
    computeFeatures(newest, STOCK, "1h");
    const middle = performance.now();
    latestFeatures(newest, STOCK, "1h");
    const end = performance.now();
    if (pair < 0) continue;
    whole.push(middle - start);
    latest.push(end - middle);
  }
  return [quantile(whole, 0.5), quantile(latest, 0.5)];
}

const [whole, latest] = timeInTurns();
console.log(
  `${newest.ts.length} bars: whole ${whole.toFixed(2)} ms, newest row ${latest.toFixed(2)} ms, ratio ${(whole / latest).toFixed(2)}`,
);
