import type { Dataset, DatasetRows } from "../dataset.ts";
import type { Preparation } from "../preparation.ts";
import { decodeEnsembleData, type EnsembleData, encodeEnsembleData, pieceOfMember } from "./ensemble-data.ts";
import { foldColumn, joinFoldRows } from "./fold-rows.ts";
import { type Learners, longestSequence } from "./members.ts";
import type { EnsembleParams } from "./params.ts";

/** The rows of the folds as they are, and all rows in the form of each member. */
export function createEnsemblePreparation(learners: Learners): Preparation<EnsembleParams, EnsembleData> {
  const pieces = ({ members }: EnsembleParams) => pieceOfMember(members.length);

  function prepareColumn(
    values: Float32Array,
    training: number,
    params: EnsembleParams,
    bars: Float32Array = values,
    piece = 0,
  ): Uint8Array<ArrayBuffer> {
    const member = params.members[piece - 1];
    if (!member)
      return foldColumn(values, training, longestSequence(learners, params) > 1 ? bars : undefined);
    return learners(member.family).preparation.prepareColumn(values, training, member.params, bars);
  }

  function joinColumns(
    rows: DatasetRows,
    columns: readonly Uint8Array[],
    params: EnsembleParams,
    piece = 0,
  ): EnsembleData {
    const { members } = params;
    return {
      families: members.map(({ family }) => family),
      foldRows: piece === 0 ? joinFoldRows(rows, columns, longestSequence(learners, params) > 1) : undefined,
      members: members.map(({ family, params: own }, m) =>
        piece === pieceOfMember(m) ? learners(family).preparation.joinColumns(rows, columns, own) : undefined,
      ),
    };
  }

  return {
    prepare(data, params) {
      const training = data.validationFrom ?? data.rows;
      const features = data.featureNames.map((_, f) => columnOf(data, f));
      const made = Array.from({ length: pieces(params) }, (_, piece) => {
        const columns = features.map(({ bars, values }) =>
          prepareColumn(values, training, params, bars, piece),
        );
        return joinColumns(data, columns, params, piece);
      });
      return { ...made[0]!, members: params.members.map((_, m) => made[pieceOfMember(m)]!.members[m]) };
    },
    pieces,
    prepareColumn,
    joinColumns,
    encode: (data) => encodeEnsembleData(learners, data),
    decode: (bytes) => decodeEnsembleData(learners, bytes),
  };
}

/** One feature at all bars, and at the rows' own. */
function columnOf({ features, featureNames, rowBars }: Dataset, feature: number) {
  const count = features.length / featureNames.length;
  const bars = features.subarray(feature * count, (feature + 1) * count);
  const values = rowBars ? Float32Array.from(rowBars, (bar) => bars[bar]!) : bars;
  return { bars, values };
}
