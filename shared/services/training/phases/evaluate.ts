import { calibratedProbabilities, type ScoredRows } from "../../../ml/calibration/calibration.ts";
import { compareCalibrations } from "../../../ml/calibration/compare-calibrations.ts";
import { cardFindings } from "../../../ml/card/card-findings.ts";
import { reportHoldout } from "../../../ml/evaluation/holdout-report.ts";
import { classPrior, lastKnownOutcome, persistenceProbabilities } from "../../../ml/metrics/baselines.ts";
import { marketRegimes } from "../../../ml/metrics/market-regime.ts";
import type { Phase, PhaseContext } from "../phase.ts";
import { decodeSamples, pickSamples, type Samples } from "../rows/samples.ts";
import { splitSamples } from "../rows/split-samples.ts";
import type { Series } from "../state.ts";
import { championForecast } from "./compare.ts";
import { readSeries } from "./load.ts";
import { readScores } from "./score.ts";

/** Rows that calibrations are fitted to where they are only compared; more would outlast a slice. */
const COMPARED_ROWS = 4_096;

/** The one look at the holdout: the model beside the baselines and the champion, its card, and the verdict of the gate. */
export const evaluateModel: Phase<"evaluate"> = async (context, state) => {
  const { deps, spec, artifacts } = context;
  const { sealed, champion, ...open } = state;
  const samples = await artifacts.get(sealed, decodeSamples);
  const { train, validation, holdout } = splitSamples(samples, spec);
  const rows = holdout.read();
  const held = pickSamples(samples, rows);
  const scores = await readScores(context, state.scores, validation.length);
  const lastKnown = lastKnownOutcome(samples, samples.symbol, samples.labels);
  const evaluated = {
    ...held,
    probabilities: calibratedProbabilities(scores.holdout, state.calibration),
    persistence: persistenceProbabilities(lastKnown, samples.labels, train, rows),
    prior: classPrior(pickSamples(samples, train).labels),
    symbols: spec.symbols.length,
    horizonBars: spec.horizonBars,
    costPerTrade: spec.costPerTrade,
    seed: spec.seed,
    // Those of the search that led to it are recorded by now; its own row comes with its registration.
    trials: (await deps.trials.countTrials(spec)) + 1,
    trialSharpes: (state.trialSharpes ?? []).filter((sharpe) => sharpe !== null),
  };
  const report = reportHoldout(evaluated, {
    thresholds: spec.gate,
    trainingRows: train.length,
    champion: await championForecast(context, champion, held),
    validation: state.validation,
  });
  const card = {
    ...cardFindings({ ...evaluated, regime: await regimesOf(context, state.series, held) }),
    calibrations: compareCalibrations(spread(scores.validation, pickSamples(samples, validation)), {
      scores: scores.holdout,
      labels: held.labels,
    }),
    validation: state.validation ?? null,
    search: state.trialSharpes ? { sharpe_ratios: state.trialSharpes } : null,
  };
  return { ...open, phase: "export", report, card };
};

/** Rows spread evenly over those scored, at most as many as a comparison needs. */
function spread(scores: Float64Array, { labels, uniqueness }: Samples): ScoredRows {
  const stride = Math.ceil(labels.length / COMPARED_ROWS);
  const rows = Uint32Array.from({ length: Math.ceil(labels.length / stride) }, (_, i) => i * stride);
  const classes = scores.length / labels.length;
  return {
    scores: Float64Array.from(
      { length: rows.length * classes },
      (_, i) => scores[rows[Math.floor(i / classes)]! * classes + (i % classes)]!,
    ),
    labels: Uint8Array.from(rows, (row) => labels[row]!),
    weights: Float32Array.from(rows, (row) => uniqueness[row]!),
  };
}

/** The kind of market in which each row was decided. */
export async function regimesOf(
  { artifacts }: PhaseContext,
  series: readonly Series[],
  { symbol, bar }: Samples,
): Promise<Uint8Array> {
  const regimes = await Promise.all(
    series.map(async (one) => marketRegimes(await readSeries(artifacts, one))),
  );
  return Uint8Array.from(bar, (own, row) => regimes[symbol[row]!]![own]!);
}
