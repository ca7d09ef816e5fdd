// npm run bench -- slicing, or deno run -A tests/bench/slicing.bench.ts [turns [family ...]]
// Cost of cutting a training into slices: the same job, from stored bars to the registered model, in one go and in
// slices of 400 ms of CPU, in turns in one process. Every two slices find nothing in memory, as in a fresh isolate. What
// real isolates pay besides, for their start and for code that is not yet compiled, `npm run bench -- isolates` says.
import process from "node:process";
import { generateBars } from "../../seed/synthetic-market/generate-bars.ts";
import { evaluatorRuntime } from "../../shared/adapters/onnx/evaluator-runtime.ts";
import { FEATURE_SET } from "../../shared/features/feature-set.ts";
import { runJobSlice } from "../../shared/services/jobs/run-slice.ts";
import { trainingFixture } from "../support/training-fixture.ts";
import { quantile } from "./quantile.ts";
import { cpuMs } from "./slicing/cpu-clock.ts";
import { type CutCosts, meteredJob } from "./slicing/metered-job.ts";

/** With the defaults of each, but for networks: a short epoch is cut as twenty long ones are. */
const EPOCH = { epochs: 1, sequenceLength: 8 };
const ALL: Readonly<Record<string, object>> = {
  boosting: {},
  forest: {},
  logistic: {},
  lstm: EPOCH,
  cnn: EPOCH,
  transformer: EPOCH,
};
const [asked, ...named] = process.argv.slice(2);
const TURNS = Number(asked ?? 5);
const FAMILIES = named.length > 0 ? named : Object.keys(ALL);
/** The first turns are left out: the compiler learns in them, which is no matter of slicing. */
const WARM_TURNS = 2;
const BARS = 16_000;
const SLICE_MS = 400;
const SLICES_PER_ISOLATE = 2;
const LEASE_MS = 600_000;
const HOUR_MS = 3_600_000;
const TO = Date.UTC(2026, 0, 1);
const SYMBOL = "SYN-COIN";

const bars = generateBars({ symbol: SYMBOL, timeframe: "1h", from: TO - BARS * HOUR_MS, to: TO });
const fixture = await trainingFixture({ [SYMBOL]: bars }, evaluatorRuntime, { featureSet: FEATURE_SET });
// Slices end after so much CPU, whatever else the machine does.
Object.assign(fixture.clock, { elapsed: cpuMs });

interface Run extends CutCosts {
  readonly total: number;
  readonly slices: number;
  readonly sha256: string;
}

let runs = 0;

async function train(family: string, budgetMs: number, slicesPerIsolate: number): Promise<Run> {
  const modelVersion = `${family}-${++runs}`;
  await fixture.enqueue({
    symbols: [SYMBOL],
    horizonBars: 12,
    family,
    params: { ...ALL[family] },
    modelVersion,
    forceRetrain: true,
  });
  const costs: CutCosts = { readingArtifacts: 0, checkpoints: 0 };
  const isolate = () => {
    const runner = fixture.runner();
    const definitionOf = async (kind: string) => meteredJob(await runner.definitionOf(kind), costs);
    return { ...runner, definitionOf };
  };
  let runner = isolate();
  const started = cpuMs();
  for (let slices = 1; ; slices++) {
    const slice = await runJobSlice(runner, { budgetMs, leaseMs: LEASE_MS });
    if (slice.kind === "failed") throw slice.cause;
    if (slice.kind === "finished") {
      const { sha256 } = fixture.registered.at(-1)!.file;
      return { ...costs, total: cpuMs() - started, slices, sha256 };
    }
    if (slices % slicesPerIsolate === 0) runner = isolate();
  }
}

const percent = (share: number) => `${share > 0 ? "+" : ""}${(100 * share).toFixed(1)} %`;
console.log(
  `${BARS} bars x ${FEATURE_SET.features.length} features, defaults of each family (networks: one epoch of eight bars); CPU ms, medians of ${TURNS} turns\n`,
);
console.log(
  "| family | in one go | in slices | slices | overhead | more for reading artifacts | for checkpoints |",
);
console.log("|---|---:|---:|---:|---:|---:|---:|");
for (const family of FAMILIES) {
  const turns: { readonly whole: Run; readonly sliced: Run }[] = [];
  for (let turn = -WARM_TURNS; turn < TURNS; turn++) {
    const whole = await train(family, Number.POSITIVE_INFINITY, 1);
    const sliced = await train(family, SLICE_MS, SLICES_PER_ISOLATE);
    if (whole.sha256 !== sliced.sha256) throw new Error(`${family}: cut otherwise, it is another model`);
    if (turn >= 0) turns.push({ whole, sliced });
  }
  const median = (of: (turn: (typeof turns)[number]) => number) => quantile(turns.map(of), 0.5);
  const more = (part: keyof CutCosts) =>
    median(({ whole, sliced }) => (sliced[part] - whole[part]) / whole.total);
  console.log(
    `| ${family} | ${median(({ whole }) => whole.total).toFixed(0)} | ${median(({ sliced }) => sliced.total).toFixed(0)} | ` +
      `${median(({ sliced }) => sliced.slices)} | ${percent(median(({ whole, sliced }) => sliced.total / whole.total - 1))} | ` +
      `${percent(more("readingArtifacts"))} | ${percent(more("checkpoints"))} |`,
  );
}
