// npx tsx tests/bench/achievable-gain.bench.ts [training rows] [symbol ...]
// How much of what can be known about the synthetic markets the default learner finds with the default features.
import { performance } from "node:perf_hooks";
import process from "node:process";
import type { MarketProfile } from "../../seed/synthetic-market/market-profile.ts";
import { MARKET_PROFILES } from "../../seed/synthetic-market/market-profiles.ts";
import { computeFeatures } from "../../shared/features/compute-features.ts";
import type { Bars } from "../../shared/market/bars.ts";
import { boostingLearner as learner } from "../../shared/ml/boosting/boosting-learner.ts";
import { createLabelSpec } from "../../shared/ml/labels/label-spec.ts";
import { tripleBarrierLabels } from "../../shared/ml/labels/triple-barrier.ts";
import { CLASSES } from "../../shared/ml/learner.ts";
import { softmax } from "../../shared/ml/softmax.ts";
import { firstBars, scoreAgainstTruth } from "../support/known-market.ts";

const TRAINING_ROWS = Number(process.argv[2] ?? 40_000);
const SYMBOLS = process.argv.slice(3);
const VALIDATION_SHARE = 0.2;
const HOLDOUT_ROWS = 12_000;
const WARM_UP_ROWS = 1_000;
const PATHS = 200;
/** Neighbours have nearly the same truth, and each costs its share of the futures; 13 visits every hour of the day. */
const STRIDE = 13;
const spec = createLabelSpec({ horizonBars: 12 });
const holdoutStart = WARM_UP_ROWS + TRAINING_ROWS + spec.volatilityWindow;
const barCount = holdoutStart + HOLDOUT_ROWS + spec.horizonBars;

function learn({ instrument }: MarketProfile, market: Bars) {
  const { names, values } = computeFeatures(market, instrument, "1h");
  const { label } = tripleBarrierLabels(market, spec);
  const between = (start: number, end: number) => {
    const features = new Float32Array(names.length * (end - start));
    names.forEach((_, f) => {
      features.set(values.subarray(f * barCount + start, f * barCount + end), f * (end - start));
    });
    return features;
  };
  const end = WARM_UP_ROWS + TRAINING_ROWS;
  const validationFrom = Math.floor(TRAINING_ROWS * (1 - VALIDATION_SHARE));
  const weights = new Float32Array(TRAINING_ROWS).fill(1);
  weights.fill(0, validationFrom - spec.horizonBars, validationFrom);
  const params = learner.parseParams({});
  const data = learner.preparation.prepare(
    {
      rows: TRAINING_ROWS,
      featureNames: names,
      features: between(WARM_UP_ROWS, end),
      labels: label.slice(WARM_UP_ROWS, end),
      weights,
      validationFrom,
    },
    params,
  );
  let state = learner.fitting.start(data, params, 1);
  while (learner.fitting.progress(params, state) < 1) state = learner.fitting.step(data, params, state);
  const scores = learner.serving.scores(
    params,
    state,
    between(holdoutStart, holdoutStart + HOLDOUT_ROWS),
    HOLDOUT_ROWS,
  );
  return softmax(scores, CLASSES.length);
}

function measure(profile: MarketProfile) {
  const { symbol } = profile.instrument;
  const market = firstBars(symbol, barCount);
  const started = performance.now();
  const forecast = learn(profile, market);
  const seconds = (performance.now() - started) / 1000;
  const offsets = Array.from({ length: Math.floor(HOLDOUT_ROWS / STRIDE) }, (_, i) => i * STRIDE);
  const rows = offsets.map((offset) => holdoutStart + offset);
  const chosen = offsets.flatMap((row) =>
    Array.from(forecast.subarray(row * CLASSES.length, (row + 1) * CLASSES.length)),
  );
  const gain = scoreAgainstTruth({ symbol, bars: market, rows, spec, paths: PATHS }, chosen);
  return { symbol, ...gain, seconds };
}

console.table(
  MARKET_PROFILES.filter(({ instrument }) => SYMBOLS.length === 0 || SYMBOLS.includes(instrument.symbol)).map(
    (profile) => {
      const { symbol, ...numbers } = measure(profile);
      return {
        symbol,
        ...Object.fromEntries(Object.entries(numbers).map(([name, n]) => [name, n.toFixed(4)])),
      };
    },
  ),
);
