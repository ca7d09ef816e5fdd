import { createFeatureSet, type FeatureSet } from "../../shared/features/feature-set.ts";
import { type Bars, emptyBars } from "../../shared/market/bars.ts";
import type { Instrument } from "../../shared/market/instrument.ts";
import { TIMEFRAME_MS, type Timeframe } from "../../shared/market/timeframe.ts";
import { Random } from "../../shared/math/random.ts";
import { LruMap } from "../../shared/memory/lru-map.ts";
import { DEFAULT_GATE_THRESHOLDS, type GateThresholds } from "../../shared/ml/gate/gate-thresholds.ts";
import type { TrainedModel } from "../../shared/ports/model-registry.ts";
import type { ModelRuntime } from "../../shared/ports/model-runtime.ts";
import type { Model } from "../../shared/ports/model-store.ts";
import type { JobRunnerDeps } from "../../shared/services/jobs/run-slice.ts";
import { enqueueTraining, type TrainingRequest } from "../../shared/services/training/enqueue.ts";
import { createTrainingJob } from "../../shared/services/training/job.ts";
import { MAX_BARS } from "../../shared/services/training/spec.ts";
import { createMemoryBarStore } from "./memory/bar-store.ts";
import { createMemoryBlobStore } from "./memory/blob-store.ts";
import { createMemoryInstrumentStore } from "./memory/instrument-store.ts";
import { createMemoryJobStore } from "./memory/job-store.ts";
import { createMemoryModelStore } from "./memory/model-store.ts";
import { createMemoryTrialLog } from "./memory/trial-log.ts";
import { modelOf, TEST_ACTOR } from "./models.ts";

const HOUR_MS = 3_600_000;
const START = Date.UTC(2024, 0, 1);

/** Moves go on in the direction of the last ones by the given strength; 0 is a market that nobody can foresee. */
export function trendingBars(rows: number, seed: number, strength: number): Bars {
  const random = Random.seeded(seed);
  const bars = emptyBars(rows);
  let price = 100;
  let trend = 0;
  for (let row = 0; row < rows; row++) {
    bars.ts[row] = START + row * HOUR_MS;
    bars.open[row] = price;
    const move = 0.002 * (random.normal() + strength * trend);
    trend = 0.8 * trend + 0.2 * Math.sign(move);
    bars.close[row] = price * (1 + move);
    bars.high[row] = Math.max(price, bars.close[row]!) * 1.0005;
    bars.low[row] = Math.min(price, bars.close[row]!) * 0.9995;
    bars.volume[row] = 1_000;
    price = bars.close[row]!;
  }
  return bars;
}

/** Returns over the last 1 to 12 bars: few features, quick to compute. */
export const RETURN_FEATURES = createFeatureSet(
  [1, 2, 3, 4, 5, 6, 8, 10, 12].map((bars) => ({
    name: `return_${bars}`,
    category: "price",
    doc: `Return over ${bars} bars.`,
    lookback: bars + 1,
    compute: ({ bars: { close } }) =>
      close.map((price, row) => price / (close[row - bars] ?? Number.NaN) - 1),
  })),
);

function instrumentOf(symbol: string): Instrument {
  const calendar = { zone: "UTC", sessions: [] };
  return { symbol, assetClass: "synthetic", tickSize: 0.0001, hasVolume: true, calendar };
}

interface FixtureOptions {
  readonly featureSet?: FeatureSet;
  /** Of every series; markets that never close, when left out. */
  readonly instruments?: readonly Instrument[];
  /** Models that are registered already. */
  readonly models?: readonly Model[];
  readonly gate?: GateThresholds;
  /** Of the bars, hourly when left out. */
  readonly timeframe?: Timeframe;
}

/** A platform in memory with bars to train on, and as many runners as a test wants. */
export async function trainingFixture(
  series: Readonly<Record<string, Bars>>,
  runtime: ModelRuntime,
  {
    featureSet = RETURN_FEATURES,
    instruments: declared,
    models: known = [],
    gate = DEFAULT_GATE_THRESHOLDS,
    timeframe = "1h",
  }: FixtureOptions = {},
) {
  const symbols = Object.keys(series);
  let now = START;
  for (const bars of Object.values(series)) now = Math.max(now, bars.ts.at(-1)! + TIMEFRAME_MS[timeframe]);
  const clock = {
    now: () => now,
    elapsed: () => performance.now(),
    pass(ms: number) {
      now += ms;
    },
  };
  const bars = createMemoryBarStore();
  const writeBars = (symbol: string, run: Bars) =>
    bars.write({ symbol, timeframe, bars: run, onConflict: "replace" });
  for (const [symbol, run] of Object.entries(series)) await writeBars(symbol, run);
  const registered: TrainedModel[] = [];
  const trials = createMemoryTrialLog();
  const jobs = createMemoryJobStore(clock);
  const blobs = createMemoryBlobStore();
  const files = createMemoryBlobStore();
  const instruments = createMemoryInstrumentStore(declared ?? symbols.map(instrumentOf));
  const models = createMemoryModelStore(known);
  const register = async (model: TrainedModel) => {
    registered.push(model);
  };
  const training = createTrainingJob({
    bars,
    instruments,
    featureSet,
    models: { ...models, promote: async (version) => modelOf({ version, state: "active" }) },
    registry: { register },
    trials,
    runtime,
    files,
    clock,
  });

  return {
    clock,
    bars,
    instruments,
    jobs,
    blobs,
    files,
    registered,
    trials,
    writeBars,
    runner: (): JobRunnerDeps => ({
      jobs,
      blobs,
      clock,
      artifactCache: new LruMap(64 * 1024 * 1024),
      kinds: [training.kind],
      definitionOf: async () => training,
    }),
    enqueue: (request: Partial<TrainingRequest> = {}) =>
      enqueueTraining(
        { jobs, bars, instruments, models, featureSet, clock, gate },
        {
          symbols,
          timeframe,
          horizonBars: 12,
          label: "triple_barrier",
          forceRetrain: false,
          family: "boosting",
          params: { rounds: 30, maxBins: 32, learningRate: 0.1 },
          seed: 1,
          maxBars: MAX_BARS,
          promote: "if_passed",
          requestedBy: TEST_ACTOR,
          ...request,
        },
      ),
  };
}
