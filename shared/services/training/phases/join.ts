import { sampleWeights } from "../../../ml/labels/sample-weights.ts";
import { configuredLearner } from "../configured-learner.ts";
import { timesOf } from "../folds/inner-folds.ts";
import type { Phase, PhaseContext } from "../phase.ts";
import { readSamples } from "../rows/read-rows.ts";
import { pickUint32, placesOf } from "../rows/sample-features.ts";
import { pickSamples } from "../rows/samples.ts";
import { embargoMsOf, learningRows, recencyOf, splitSamples } from "../rows/split-samples.ts";
import type { StateOf } from "../state.ts";
import { decodeColumnGroup } from "./prepare.ts";

/** Joins the features into one piece of the learner's own form; after the last piece, learning can start. */
export const joinColumns: Phase<"join"> = async (context, state) => {
  const { spec, artifacts } = context;
  const { preparation, params } = configuredLearner(spec);
  const piece = state.prepared.length;
  const keys = state.columns.map((pieces) => pieces[piece]!);
  const groups = await Promise.all(keys.map((key) => artifacts.get(key, decodeColumnGroup)));
  const columns = groups.flatMap((group) => group.columns);
  const joined = preparation.joinColumns(await rowsOf(context, state), columns, params, piece);
  const prepared = [...state.prepared, await artifacts.put(preparation.encode(joined))];
  return prepared.length < preparation.pieces(params)
    ? { ...state, prepared }
    : { ...state, prepared, phase: "start" };
};

/** All that a learner is told of its rows besides their features. */
async function rowsOf(context: PhaseContext, state: StateOf<"join">) {
  const { deps, spec } = context;
  const samples = await readSamples(context, state.samples);
  const split = splitSamples(samples, spec);
  const rows = learningRows(split);
  const picked = pickSamples(samples, rows);
  return {
    rows: rows.length,
    labels: picked.labels,
    weights: sampleWeights(picked.uniqueness, picked.decidedAt, recencyOf(spec, split.holdoutStart)),
    validationFrom: split.train.length,
    times: { ...timesOf(samples, rows), embargoMs: embargoMsOf(samples, spec) },
    rowBars: pickUint32(placesOf(samples, state.series, deps.featureSet), rows),
  };
}
