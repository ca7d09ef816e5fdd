import { BinaryReader, BinaryWriter } from "../../ml/binary.ts";
import { type ColumnDistribution, columnDistribution } from "../../ml/column-distribution.ts";
import { sampleWeights } from "../../ml/labels/sample-weights.ts";
import { learnerOf } from "../../ml/learners.ts";
import { featureColumn, pickPlaces } from "./feature-blocks.ts";
import { timesOf } from "./inner-folds.ts";
import type { Phase, PhaseContext } from "./phase.ts";
import { pickUint32, placesOf } from "./sample-features.ts";
import { pickSamples } from "./samples.ts";
import {
  embargoMsOf,
  learningRows,
  readBlocks,
  readSamples,
  recencyOf,
  splitSamples,
} from "./training-rows.ts";
import type { StateOf } from "./training-state.ts";

/** Features of one step; each sorts a sample of its values. */
const GROUP_SIZE = 8;

/** A few features in the learner's own form, each with its distribution in training. */
export interface ColumnGroup {
  readonly columns: readonly Uint8Array[];
  readonly distributions: readonly ColumnDistribution[];
}

/** Turns some features into the learner's own form; after the last ones they are joined. */
export const prepareColumns: Phase<"prepare"> = async (context, state) => {
  const first = state.columns.length * GROUP_SIZE;
  const { deps, spec, artifacts } = context;
  const { features } = deps.featureSet;
  if (first >= features.length) return await joinGroups(context, state);
  const learner = learnerOf(spec.family);
  const params = learner.parseParams(spec.params);
  const samples = await readSamples(context, state.samples);
  const split = splitSamples(samples, spec);
  const blocks = await readBlocks(context, state.blocks);
  const places = pickUint32(placesOf(samples, state.series, deps.featureSet), learningRows(split));
  const group = features.slice(first, first + GROUP_SIZE).map((_, i) => {
    const bars = featureColumn(blocks, first + i);
    const values = pickPlaces(bars, places);
    return {
      column: learner.prepareColumn(values, split.train.length, params, bars),
      distribution: columnDistribution(values.subarray(0, split.train.length)),
    };
  });
  const stored = await artifacts.put(
    encodeColumnGroup({
      columns: group.map(({ column }) => column),
      distributions: group.map(({ distribution }) => distribution),
    }),
  );
  return { ...state, columns: [...state.columns, stored] };
};

async function joinGroups(context: PhaseContext, state: StateOf<"prepare">): Promise<StateOf<"start">> {
  const { deps, spec, artifacts } = context;
  const learner = learnerOf(spec.family);
  const params = learner.parseParams(spec.params);
  const samples = await readSamples(context, state.samples);
  const split = splitSamples(samples, spec);
  const rows = learningRows(split);
  const picked = pickSamples(samples, rows);
  const groups = await Promise.all(state.columns.map((key) => artifacts.get(key, decodeColumnGroup)));
  const data = {
    rows: rows.length,
    labels: picked.labels,
    weights: sampleWeights(picked.uniqueness, picked.decidedAt, recencyOf(spec, split.holdoutStart)),
    validationFrom: split.train.length,
    times: { ...timesOf(samples, rows), embargoMs: embargoMsOf(samples, spec) },
    rowBars: pickUint32(placesOf(samples, state.series, deps.featureSet), rows),
  };
  const prepared = learner.joinColumns(
    data,
    groups.flatMap(({ columns }) => columns),
    params,
  );
  return { ...state, phase: "start", prepared: await artifacts.put(learner.encodePrepared(prepared)) };
}

const TAG = "column-group-2";

export function encodeColumnGroup({ columns, distributions }: ColumnGroup): Uint8Array<ArrayBuffer> {
  const writer = new BinaryWriter(TAG)
    .array(new TextEncoder().encode(JSON.stringify(distributions)))
    .number(columns.length);
  for (const column of columns) writer.array(column);
  return writer.bytes();
}

function decodeColumnGroup(bytes: Uint8Array): ColumnGroup {
  const reader = new BinaryReader(bytes, TAG);
  const distributions: ColumnDistribution[] = JSON.parse(new TextDecoder().decode(reader.array(Uint8Array)));
  const columns = Array.from({ length: reader.number() }, () => reader.array(Uint8Array));
  reader.end();
  return { columns, distributions };
}

/** How each feature was distributed in training, in the feature set's order. */
export async function readDistributions(
  { artifacts }: Pick<PhaseContext, "artifacts">,
  groups: readonly string[],
): Promise<ColumnDistribution[]> {
  const decoded = await Promise.all(groups.map((key) => artifacts.get(key, decodeColumnGroup)));
  return decoded.flatMap(({ distributions }) => distributions);
}
