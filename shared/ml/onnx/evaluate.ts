import { exp, log, tanh } from "../../math/elementary.ts";
import { ELEMENT_TYPE, type OnnxGraph, type OnnxNode } from "./graph.ts";
import { INPUT, OUTPUT } from "./model-contract.ts";
import { concat } from "./operators/concat.ts";
import { convolution } from "./operators/convolution.ts";
import { clip, elementwise } from "./operators/elementwise.ts";
import { layerNormalisation } from "./operators/layer-normalisation.ts";
import { gemm, matMul } from "./operators/linear.ts";
import { lstm } from "./operators/lstm.ts";
import { gather, reshape, slice, squeeze, transpose } from "./operators/rearrange.ts";
import { RegisterPlan, type RowOperation, sizeOf } from "./operators/registers.ts";
import { softmax } from "./operators/softmax.ts";
import { treeEnsemble } from "./operators/tree-ensemble.ts";
import { UnsupportedGraphError } from "./operators/unsupported-graph.ts";

/** A graph as straight-line code over one flat array, a row at a time. */
export interface CompiledGraph {
  readonly inputWidth: number;
  readonly outputWidth: number;
  /** Row-major features in, row-major values of the output out. */
  run(features: Float32Array, rows: number): Float32Array<ArrayBuffer>;
}

/**
 * Operators by domain and name: enough for tree ensembles, linear models and the networks that are trained here, with
 * what comes before and after them.
 */
const OPERATORS: Readonly<Record<string, (node: OnnxNode, plan: RegisterPlan) => RowOperation>> = {
  "/Add": elementwise((a, b) => a + b),
  "/Sub": elementwise((a, b) => a - b),
  "/Mul": elementwise((a, b) => a * b),
  "/Div": elementwise((a, b) => a / b),
  "/Clip": clip,
  "/Log": elementwise(log),
  "/IsNaN": elementwise((a) => (Number.isNaN(a) ? 1 : 0)),
  "/Where": elementwise((condition, a, b) => (condition === 0 ? b : a)),
  "/Concat": concat,
  "/Gemm": gemm,
  "/MatMul": matMul,
  "/Softmax": softmax,
  "/Relu": elementwise((a) => Math.max(a, 0)),
  "/Tanh": elementwise(tanh),
  "/Sigmoid": elementwise((a) => 1 / (1 + exp(-a))),
  "/LSTM": lstm,
  "/Conv": convolution,
  "/LayerNormalization": layerNormalisation,
  "/Transpose": transpose,
  "/Reshape": reshape,
  "/Squeeze": squeeze,
  "/Slice": slice,
  "/Gather": gather,
  "ai.onnx.ml/TreeEnsembleRegressor": treeEnsemble,
};

/**
 * Compiles a graph from `features` float32[N, F] or [N, T, F] to one of its values, [N, width]. Each row is computed as a
 * batch of one. The numbers agree with those of ONNX Runtime to
 * about 1e-6: every value is rounded to float32, only the order of sums differs.
 * Throws an UnsupportedGraphError on any other shape or operator.
 */
export function compileGraph(graph: OnnxGraph, outputName = OUTPUT): CompiledGraph {
  const plan = new RegisterPlan(graph.initializers);
  const shape = [1, ...rowShapeOf(graph)];
  const input = plan.define(INPUT, sizeOf(shape), shape);
  const operations = graph.nodes.map((node) => compileNode(node, plan));
  const output = plan.read(outputName);
  if (output.shape.length !== 2 || output.shape[0] !== 1) {
    throw new UnsupportedGraphError(`${outputName} is not a row of numbers`);
  }
  const { numbers: registers, multiply } = plan.allocate();
  return {
    inputWidth: input.width,
    outputWidth: output.width,
    run(features, rows) {
      const results = new Float32Array(rows * output.width);
      for (let row = 0; row < rows; row++) {
        registers.set(features.subarray(row * input.width, (row + 1) * input.width), input.at);
        for (const operation of operations) operation(registers, multiply);
        results.set(registers.subarray(output.at, output.at + output.width), row * output.width);
      }
      return results;
    },
  };
}

function rowShapeOf(graph: OnnxGraph): number[] {
  const input = graph.inputs.find(({ name }) => name === INPUT);
  const shape = (input?.shape ?? []).slice(1);
  const isKnown = shape.every((size): size is number => typeof size === "number" && size > 0);
  if (input?.elementType === ELEMENT_TYPE.float && isKnown && (shape.length === 1 || shape.length === 2))
    return shape;
  throw new UnsupportedGraphError(`the input is not ${INPUT} float32[N, F] or [N, T, F]`);
}

function compileNode(node: OnnxNode, plan: RegisterPlan): RowOperation {
  const operator = OPERATORS[`${node.domain}/${node.opType}`];
  if (!operator)
    throw new UnsupportedGraphError(`the operator ${node.opType} is not one of those computed here`);
  if (node.inputs.length < 1 || (node.outputs.length !== 1 && node.opType !== "LSTM")) {
    throw new UnsupportedGraphError(`${node.opType} needs inputs and one output`);
  }
  return operator(node, plan);
}
