import { learnerOf } from "../../../ml/learners.ts";
import type { Phase } from "../phase.ts";

/** The learner before its first step. */
export const startLearner: Phase<"start"> = async ({ spec, artifacts }, state) => {
  const learner = learnerOf(spec.family);
  const prepared = await artifacts.get(state.prepared[0]!, (bytes) => learner.decodePrepared(bytes));
  const started = learner.start(prepared, learner.parseParams(spec.params), spec.seed);
  return { ...state, phase: "fit", family: spec.family, learner: started, share: 0 };
};

/** One step of the learner: for boosting, one round. */
export const fitLearner: Phase<"fit"> = async ({ spec, artifacts }, state) => {
  const learner = learnerOf(state.family);
  const params = learner.parseParams(spec.params);
  const piece = state.prepared[learner.pieceOf(params, state.learner)]!;
  const prepared = await artifacts.get(piece, (bytes) => learner.decodePrepared(bytes));
  const learned = learner.step(prepared, params, state.learner);
  const share = learner.progress(params, learned);
  if (share < 1) return { ...state, learner: learned, share };
  const { learner: _, family: _family, prepared: _prepared, share: _share, ...columns } = state;
  const fitted = await artifacts.put(learner.encodeState(learned));
  return { ...columns, phase: "score", fitted, scores: [] };
};
