import { learnerOf } from "../../../ml/learners.ts";
import type { PhaseContext } from "../phase.ts";
import { encodeScores } from "../phases/score.ts";
import { readFeatures } from "../rows/sample-features.ts";
import type { Samples } from "../rows/samples.ts";
import type { StateOf } from "../state.ts";
import { type FoldRows, readDataset } from "./fold-dataset.ts";
import type { Fitting } from "./fold-state.ts";

type FeatureRows = Pick<StateOf<"prepare">, "series" | "blocks">;

/** The rows of a fold in the form of the training's family, stored. */
export async function prepareFold(
  context: PhaseContext,
  state: FeatureRows,
  samples: Samples,
  rows: FoldRows,
): Promise<string> {
  const { spec, artifacts } = context;
  const learner = learnerOf(spec.family);
  const data = await readDataset(context, state, samples, rows);
  return await artifacts.put(learner.encodePrepared(learner.prepare(data, learner.parseParams(spec.params))));
}

/** A learner before its first step on the prepared rows. */
export async function startFit(context: PhaseContext, prepared: string, params: unknown): Promise<Fitting> {
  const { family, seed } = context.spec;
  const learner = learnerOf(family);
  return { family, prepared, learner: learner.start(await read(context, prepared), params, seed), share: 0 };
}

/** One step of the learner. */
export async function stepFit(context: PhaseContext, fitting: Fitting, params: unknown): Promise<Fitting> {
  const learner = learnerOf(fitting.family);
  const learned = learner.step(await read(context, fitting.prepared), params, fitting.learner);
  return { ...fitting, learner: learned, share: learner.progress(params, learned) };
}

/** Scores of the next run of the rows, stored: as many as a step may ask for. Undefined when all have been asked about. */
export async function scoreNext(
  context: PhaseContext,
  state: FeatureRows & { readonly fitting: Fitting; readonly scored: readonly string[] },
  samples: Samples,
  test: Uint32Array,
  params: unknown,
): Promise<string | undefined> {
  const learner = learnerOf(state.fitting.family);
  const runRows = learner.scoringRows(params, context.deps.featureSet.features.length);
  const first = state.scored.length * runRows;
  if (first >= test.length) return undefined;
  const rows = test.subarray(first, first + runRows);
  const features = await readFeatures(context, state, samples, rows);
  const scores = learner.scores(params, state.fitting.learner, features, rows.length);
  return await context.artifacts.put(encodeScores(scores));
}

function read({ spec, artifacts }: PhaseContext, prepared: string): Promise<unknown> {
  const learner = learnerOf(spec.family);
  return artifacts.get(prepared, (bytes) => learner.decodePrepared(bytes));
}
