import { configuredLearner } from "../configured-learner.ts";
import type { Phase } from "../phase.ts";

/** The learner before its first step. */
export const startLearner: Phase<"start"> = async ({ spec, artifacts }, state) => {
  const { preparation, fitting, params } = configuredLearner(spec);
  const prepared = await artifacts.get(state.prepared[0]!, preparation.decode);
  const started = fitting.start(prepared, params, spec.seed);
  return { ...state, phase: "fit", family: spec.family, learner: started, share: 0 };
};

/** One step of the learner: for boosting, one round. */
export const fitLearner: Phase<"fit"> = async ({ spec, artifacts }, state) => {
  const { preparation, fitting, params } = configuredLearner(spec);
  const piece = state.prepared[fitting.pieceOf(params, state.learner)]!;
  const prepared = await artifacts.get(piece, preparation.decode);
  const learned = fitting.step(prepared, params, state.learner);
  const share = fitting.progress(params, learned);
  if (share < 1) return { ...state, learner: learned, share };
  const { learner: _, family: _family, prepared: _prepared, share: _share, ...columns } = state;
  const fitted = await artifacts.put(fitting.encode(learned));
  return { ...columns, phase: "score", fitted, scores: [] };
};
