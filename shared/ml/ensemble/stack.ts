import type { Dataset } from "../dataset.ts";
import { CLASSES } from "../learner.ts";
import type { LogisticParams } from "../logistic/params.ts";
import { embedded } from "../onnx/compose.ts";
import { ELEMENT_TYPE, floatTensor, node, type OnnxGraph, type OnnxTensor, OPSETS } from "../onnx/graph.ts";
import { INPUT } from "../onnx/model-contract.ts";
import type { FoldRows } from "./fold-rows.ts";

/** Numbers that the meta-learner reads of a member: its log-probabilities of the classes, their mean taken away. */
export const METER = CLASSES.length;

export function metaParams(l2: number): LogisticParams {
  return { l2, iterations: 300, tolerance: 1e-6, classWeights: [1, 1, 1] };
}

/** Scores are log-probabilities up to one number a row; without their mean they are the same whatever that number is. */
export function centred(scores: Float64Array): Float64Array {
  const result = new Float64Array(scores.length);
  for (let at = 0; at < scores.length; at += METER) {
    const mean = (scores[at]! + scores[at + 1]! + scores[at + 2]!) / METER;
    for (let k = 0; k < METER; k++) result[at + k] = scores[at + k]! - mean;
  }
  return result;
}

export const metaNames = (members: number): string[] =>
  Array.from({ length: members * METER }, (_, i) => `member ${Math.floor(i / METER)} ${CLASSES[i % METER]}`);

/** The rows of the folds that every member has forecast without having seen them: all that the meta-learner learns from. */
export function metaRows(foldRows: FoldRows, outOfFold: Float64Array): Dataset {
  const width = outOfFold.length / foldRows.rows;
  const known = Array.from({ length: foldRows.rows }, (_, row) => row).filter((row) =>
    outOfFold.subarray(row * width, (row + 1) * width).every(Number.isFinite),
  );
  return {
    rows: known.length,
    featureNames: metaNames(width / METER),
    features: Float32Array.from({ length: known.length * width }, (_, i) => {
      const [column, row] = [Math.floor(i / known.length), known[i % known.length]!];
      return outOfFold[row * width + column]!;
    }),
    labels: Uint8Array.from(known, (row) => foldRows.labels[row]!),
    weights: Float32Array.from(known, (row) => foldRows.weights[row]!),
  };
}

/** Members and meta-learner as one graph: the members side by side, centred, into the meta-learner. */
export function exportStack(
  members: readonly OnnxGraph[],
  meta: OnnxGraph,
  length: number,
  features: number,
): OnnxGraph {
  const views = members.map((graph, m) => viewOf(graph, `member${m}_`, length));
  const parts = members.map((graph, m) => embedded(graph, `member${m}_`, views[m]!.name));
  const last = embedded(meta, "meta_", "members_centred");
  const width = members.length * METER;
  return {
    name: "ensemble",
    nodes: [
      ...views.flatMap(({ nodes }) => nodes),
      ...parts.flatMap(({ nodes }) => nodes),
      node(
        "Concat",
        parts.map(({ outputs }) => outputs[0]!.name),
        "members",
        {
          axis: { kind: "int", value: 1 },
        },
      ),
      node("MatMul", ["members", "members_centring"], "members_centred"),
      ...last.nodes,
    ],
    inputs: [
      {
        name: INPUT,
        elementType: ELEMENT_TYPE.float,
        shape: length === 1 ? ["N", features] : ["N", length, features],
      },
    ],
    outputs: last.outputs,
    initializers: [
      ...views.flatMap(({ initializers }) => initializers),
      ...parts.flatMap(({ initializers }) => initializers),
      floatTensor("members_centring", [width, width], centring(width)),
      ...last.initializers,
    ],
    opsets: OPSETS,
    metadata: {},
  };
}

/** The part that a member reads of sequences of that length: all of it, the newest bars, or the newest one as a row of its own. */
function viewOf({ inputs }: OnnxGraph, prefix: string, length: number) {
  const shape = inputs.find(({ name }) => name === INPUT)!.shape;
  const own = shape.length === 3 ? Number(shape[1]) : 1;
  if (own === length) return { name: INPUT, nodes: [], initializers: [] };
  const [window, newest] = [`${prefix}window`, `${prefix}newest`];
  const integers = (name: string, value: number): OnnxTensor => ({
    name: `${prefix}${name}`,
    dims: [1],
    data: BigInt64Array.of(BigInt(value)),
  });
  const bounds = [integers("from", length - own), integers("to", length), integers("bar_axis", 1)];
  const names = bounds.map(({ name }) => name);
  const cut = node("Slice", [INPUT, ...names], window);
  if (own > 1) return { name: window, nodes: [cut], initializers: bounds };
  return { name: newest, nodes: [cut, node("Squeeze", [window, names[2]!], newest)], initializers: bounds };
}

/** Takes from each number the mean of its member's. */
function centring(width: number): Float32Array {
  return Float32Array.from({ length: width * width }, (_, i) => {
    const [from, to] = [Math.floor(i / width), i % width];
    const isSame = Math.floor(from / METER) === Math.floor(to / METER);
    return (from === to ? 1 : 0) - (isSame ? 1 / METER : 0);
  });
}
