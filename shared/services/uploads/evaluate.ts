import { cardFindings } from "../../ml/card/card-findings.ts";
import { reportHoldout } from "../../ml/evaluation/holdout-report.ts";
import { classPrior, lastKnownOutcome, persistenceProbabilities } from "../../ml/metrics/baselines.ts";
import { championForecast } from "../training/phases/compare.ts";
import { regimesOf } from "../training/phases/evaluate.ts";
import { readRuns } from "../training/phases/score.ts";
import { pickSamples, type Samples } from "../training/rows/samples.ts";
import type { Champion } from "../training/state.ts";
import type { UploadContext, UploadEvaluationState, UploadStateOf } from "./evaluate-state.ts";
import { uploadParts } from "./parts.ts";

/** The one look at the outcomes after the training: figures, the card, and the verdict of the gate. */
export async function evaluateUpload(
  context: UploadContext,
  state: UploadStateOf<"compare">,
  champion: Champion,
  samples: Samples,
): Promise<UploadEvaluationState> {
  const { deps, spec } = context;
  const { before, holdout } = uploadParts(samples, context.upload, state.bars);
  const held = pickSamples(samples, holdout);
  const lastKnown = lastKnownOutcome(samples, samples.symbol, samples.labels);
  const evaluated = {
    ...held,
    probabilities: await readRuns(context, state.runs),
    persistence: persistenceProbabilities(lastKnown, samples.labels, before, holdout),
    prior: classPrior(pickSamples(samples, before).labels),
    symbols: spec.symbols.length,
    horizonBars: spec.horizonBars,
    costPerTrade: spec.costPerTrade,
    seed: spec.seed,
    trials: (await deps.trials.countTrials(spec)) + 1,
  };
  const report = reportHoldout(evaluated, {
    thresholds: spec.gate,
    trainingRows: before.length,
    champion: await championForecast(context, champion, held),
  });
  const findings = cardFindings({ ...evaluated, regime: await regimesOf(context, state.series, held) });
  const { champion: _, ...rest } = state;
  // Its calibration is its own affair: there are no scores to fit another one to.
  return {
    ...rest,
    phase: "explain",
    report,
    card: { ...findings, calibrations: null },
    importance: [],
    importanceRows: 0,
  };
}
