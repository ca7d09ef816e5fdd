import { learnerOf } from "../../../ml/learners.ts";
import { configuredLearner } from "../configured-learner.ts";
import type { PhaseContext } from "../phase.ts";
import { encodeScores } from "../phases/score.ts";
import { readFeatures } from "../rows/sample-features.ts";
import type { Samples } from "../rows/samples.ts";
import type { StateOf } from "../state.ts";
import { type FoldRows, readDataset } from "./fold-dataset.ts";
import type { FitState } from "./fold-state.ts";

type FeatureRows = Pick<StateOf<"prepare">, "series" | "blocks">;

/** The rows of a fold in the form of the training's family, stored. */
export async function prepareFold(
  context: PhaseContext,
  state: FeatureRows,
  samples: Samples,
  rows: FoldRows,
): Promise<string> {
  const { spec, artifacts } = context;
  const { preparation, params } = configuredLearner(spec);
  const data = await readDataset(context, state, samples, rows);
  return await artifacts.put(preparation.encode(preparation.prepare(data, params)));
}

/** A learner before its first step on the prepared rows. */
export async function startFit(context: PhaseContext, prepared: string, params: unknown): Promise<FitState> {
  const { family, seed } = context.spec;
  const { fitting } = learnerOf(family);
  return {
    family,
    prepared,
    learner: fitting.start(await read(context, prepared), params, seed),
    share: 0,
  };
}

/** One step of the learner. */
export async function stepFit(context: PhaseContext, fit: FitState, params: unknown): Promise<FitState> {
  const { fitting } = learnerOf(fit.family);
  const learned = fitting.step(await read(context, fit.prepared), params, fit.learner);
  return { ...fit, learner: learned, share: fitting.progress(params, learned) };
}

/** Scores of the next run of the rows, stored: as many as a step may ask for. Undefined when all have been asked about. */
export async function scoreNext(
  context: PhaseContext,
  state: FeatureRows & { readonly fitting: FitState; readonly scored: readonly string[] },
  samples: Samples,
  test: Uint32Array,
  params: unknown,
): Promise<string | undefined> {
  const { serving } = learnerOf(state.fitting.family);
  const runRows = serving.scoringRows(params, context.deps.featureSet.features.length);
  const first = state.scored.length * runRows;
  if (first >= test.length) return undefined;
  const rows = test.subarray(first, first + runRows);
  const features = await readFeatures(context, state, samples, rows);
  const scores = serving.scores(params, state.fitting.learner, features, rows.length);
  return await context.artifacts.put(encodeScores(scores));
}

function read({ spec, artifacts }: PhaseContext, prepared: string): Promise<unknown> {
  return artifacts.get(prepared, learnerOf(spec.family).preparation.decode);
}
