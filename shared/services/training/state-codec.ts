import { BinaryReader, BinaryWriter } from "../../ml/binary.ts";
import { learnerOf } from "../../ml/learners.ts";
import type { FitState } from "./folds/fold-state.ts";
import type { TrainingState } from "./state.ts";

const TAG = "training-state-5";

/** All of a state is small JSON but the learner's part, which has an exact form of its own. */
export function encodeTrainingState(state: TrainingState): Uint8Array<ArrayBuffer> {
  const fitting = fittingOf(state);
  const json = JSON.stringify(state, (key, value) => (key === "learner" ? null : value));
  const learner = fitting ? learnerOf(fitting.family).fitting.encode(fitting.learner) : new Uint8Array(0);
  return new BinaryWriter(TAG).array(new TextEncoder().encode(json)).array(learner).bytes();
}

export function decodeTrainingState(bytes: Uint8Array): TrainingState {
  const reader = new BinaryReader(bytes, TAG);
  const state: TrainingState = JSON.parse(new TextDecoder().decode(reader.array(Uint8Array)));
  const encoded = reader.array(Uint8Array);
  reader.end();
  const fitting = fittingOf(state);
  if (!fitting) return state;
  const learner = learnerOf(fitting.family).fitting.decode(encoded);
  return state.phase === "search" || state.phase === "validate"
    ? { ...state, fitting: { ...state.fitting!, learner } }
    : ({ ...state, learner } as TrainingState);
}

function fittingOf(state: TrainingState): Omit<FitState, "prepared"> | undefined {
  if (state.phase === "fit") return state;
  return state.phase === "search" || state.phase === "validate" ? state.fitting : undefined;
}
