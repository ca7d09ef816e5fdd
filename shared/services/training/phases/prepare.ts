import { BinaryReader, BinaryWriter } from "../../../ml/binary.ts";
import { type ColumnDistribution, columnDistribution } from "../../../ml/column-distribution.ts";
import { configuredLearner } from "../configured-learner.ts";
import type { Phase, PhaseContext } from "../phase.ts";
import { featureColumn, pickPlaces } from "../rows/feature-blocks.ts";
import { readBlocks, readSamples } from "../rows/read-rows.ts";
import { pickUint32, placesOf } from "../rows/sample-features.ts";
import { learningRows, splitSamples } from "../rows/split-samples.ts";

/** Features of one step; each sorts a sample of its values. */
const GROUP_SIZE = 8;

/** A few features in the learner's own form; the first piece of it has their distributions in training too. */
export interface ColumnGroup {
  readonly columns: readonly Uint8Array[];
  readonly distributions: readonly ColumnDistribution[];
}

/** Turns some features into the learner's own form; after the last ones they are joined. */
export const prepareColumns: Phase<"prepare"> = async (context, state) => {
  const first = state.columns.length * GROUP_SIZE;
  const { deps, spec, artifacts } = context;
  const { features } = deps.featureSet;
  if (first >= features.length) return { ...state, phase: "join", prepared: [] };
  const { preparation, params } = configuredLearner(spec);
  const samples = await readSamples(context, state.samples);
  const split = splitSamples(samples, spec);
  const blocks = await readBlocks(context, state.blocks);
  const places = pickUint32(placesOf(samples, state.series, deps.featureSet), learningRows(split));
  const group = features.slice(first, first + GROUP_SIZE).map((_, i) => {
    const bars = featureColumn(blocks, first + i);
    return { bars, values: pickPlaces(bars, places) };
  });
  const training = split.train.length;
  const distributions = group.map(({ values }) => columnDistribution(values.subarray(0, training)));
  const pieces: string[] = [];
  for (let piece = 0; piece < preparation.pieces(params); piece++) {
    const columns = group.map(({ bars, values }) =>
      preparation.prepareColumn(values, training, params, bars, piece),
    );
    pieces.push(
      await artifacts.put(encodeColumnGroup({ columns, distributions: piece === 0 ? distributions : [] })),
    );
  }
  return { ...state, columns: [...state.columns, pieces] };
};

const TAG = "column-group-2";

export function encodeColumnGroup({ columns, distributions }: ColumnGroup): Uint8Array<ArrayBuffer> {
  const writer = new BinaryWriter(TAG)
    .array(new TextEncoder().encode(JSON.stringify(distributions)))
    .number(columns.length);
  for (const column of columns) writer.array(column);
  return writer.bytes();
}

export function decodeColumnGroup(bytes: Uint8Array): ColumnGroup {
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
