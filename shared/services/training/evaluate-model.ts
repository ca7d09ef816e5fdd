import { calibratedProbabilities } from "../../ml/calibration/calibration.ts";
import { classPrior, lastKnownOutcome, persistenceProbabilities } from "../../ml/metrics/baselines.ts";
import { reportHoldout } from "../../ml/training/holdout-report.ts";
import type { Phase } from "./phase.ts";
import { decodeSamples, pickSamples } from "./samples.ts";
import { readScores } from "./score-rows.ts";
import { splitSamples } from "./training-rows.ts";

/** The one look at the holdout: the model beside the baselines, and the verdict of the gate. */
export const evaluateModel: Phase<"evaluate"> = async (context, state) => {
  const { deps, spec } = context;
  const { sealed, ...open } = state;
  const samples = await context.artifacts.get(sealed, decodeSamples);
  const { train, validation, holdout } = splitSamples(samples, spec);
  const rows = holdout.read();
  const scores = await readScores(context, state.scores, validation.length);
  const lastKnown = lastKnownOutcome(samples, samples.symbol, samples.labels);
  const report = reportHoldout({
    ...pickSamples(samples, rows),
    probabilities: calibratedProbabilities(scores.holdout, state.calibration),
    persistence: persistenceProbabilities(lastKnown, samples.labels, train, rows),
    prior: classPrior(pickSamples(samples, train).labels),
    symbols: spec.symbols.length,
    horizonBars: spec.horizonBars,
    costPerTrade: spec.costPerTrade,
    seed: spec.seed,
    // Those of the search that led to it are recorded by now; its own row comes with its registration.
    trials: (await deps.trials.countTrials(spec)) + 1,
  });
  return { ...open, phase: "export", report };
};
