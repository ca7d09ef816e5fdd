// ns a bar of every indicator that another library has too: `npx tsx tests/bench/indicators.bench.ts [id ...]`, or with
// Deno. Every library runs in turn, five times over; the ratios are the medians of those rounds. Each is given the bars in
// the form that suits it (Float64Array, plain arrays, candles), made beforehand, the catalogue's default parameters and the
// same warm-up. Ours is the whole call: parameters, the check for missing bars, every output.
import process from "node:process";
import { CATALOGUE } from "../../shared/indicators/catalogue.ts";
import { computeConfirmed } from "../../shared/indicators/compute.ts";
import { syntheticBars } from "../oracles/synthetic-bars.ts";
import { type Contender, plainBars } from "./indicators/contender.ts";
import { indicatorts } from "./indicators/indicatorts.ts";
import { probes } from "./indicators/probes.ts";
import { talibWeb } from "./indicators/talib-web.ts";
import { technicalindicators } from "./indicators/technicalindicators.ts";
import { tradingSignals } from "./indicators/trading-signals.ts";
import { tulind } from "./indicators/tulind.ts";

const BARS = 100_000;
const ROUNDS = 5;
/** Calls are repeated within a round until both are reached. */
const ROUND_MS = 20;
const ROUND_CALLS = 3;

const bars = syntheticBars(BARS);
const plain = plainBars(bars);
const ours: Contender = Object.fromEntries(
  CATALOGUE.map((indicator) => [indicator.id, () => computeConfirmed(indicator, bars)]),
);
const libraries: Readonly<Record<string, Contender>> = {
  edgewise: ours,
  probes: await probes(bars),
  technicalindicators: technicalindicators(plain),
  "trading-signals": tradingSignals(plain),
  indicatorts: indicatorts(plain),
  "talib-web": await talibWeb(plain),
  tulind: tulind(plain),
};

/**
 * Until it has seen a larger block go, the C library gives the memory of each column back to the system when the column is
 * collected, and has it made anew, page by page: up to ten times the cost of a kernel, in one call and not in the next. So
 * larger blocks go first, and from then on it keeps what it has, for every library alike.
 */
function settleAllocator(): void {
  for (let block = 0; block < 40; block++) new Uint8Array(31 * 2 ** 20);
}

const median = (values: readonly number[]) =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

/** Of the quickest call of a round: the others measure what else the machine does. */
function nanosecondsABar(work: () => unknown): number {
  const start = performance.now();
  let quickest = Number.POSITIVE_INFINITY;
  let before = start;
  for (let call = 0; call < ROUND_CALLS || before - start < ROUND_MS; call++) {
    work();
    const now = performance.now();
    quickest = Math.min(quickest, now - before);
    before = now;
  }
  return (quickest * 1e6) / BARS;
}

/** ns a bar of each library that has the indicator, one value a round. */
function compare(id: string): Record<string, number[]> {
  const contenders = Object.entries(libraries).flatMap(([name, { [id]: work }]) =>
    work ? [{ name, work }] : [],
  );
  for (const { work } of contenders) nanosecondsABar(work);
  const times: Record<string, number[]> = Object.fromEntries(contenders.map(({ name }) => [name, []]));
  for (let round = 0; round < ROUNDS; round++) {
    for (const { name, work } of contenders) times[name]!.push(nanosecondsABar(work));
  }
  return times;
}

settleAllocator();
const chosen = process.argv.slice(2);
const shared = CATALOGUE.map(({ id }) => id).filter((id) =>
  Object.entries(libraries).some(([name, contender]) => name !== "edgewise" && contender[id]),
);
const names = Object.keys(libraries);
console.log(
  ["indicator".padEnd(22), ...names.map((name) => name.padStart(20)), "ratio".padStart(8)].join(""),
);
const ratios: number[] = [];
const speedups: number[] = [];
for (const id of chosen.length > 0 ? chosen : shared) {
  const times = compare(id);
  const own = times.edgewise!;
  const rivals = Object.entries(times).filter(([name]) => name !== "edgewise");
  const ratio = median(
    own.map((time, round) => time / Math.min(...rivals.map(([, values]) => values[round]!))),
  );
  ratios.push(ratio);
  if (times.technicalindicators) speedups.push(median(times.technicalindicators) / median(own));
  const cells = names.map((name) => (times[name] ? median(times[name]).toFixed(1) : "-").padStart(20));
  console.log([id.padEnd(22), ...cells, ratio.toFixed(2).padStart(8)].join(""));
}
console.log(`\nns a bar on ${BARS} bars, medians of ${ROUNDS} rounds; ratio: ours to the fastest other`);
console.log(
  `median ratio ${median(ratios).toFixed(2)}; median speed-up over technicalindicators ${median(speedups).toFixed(1)}`,
);
