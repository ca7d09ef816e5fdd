import { compileGraph } from "../evaluate.ts";
import type { OnnxGraph, OnnxNode } from "../graph.ts";
import { INPUT, rowShape } from "../model-contract.ts";
import { attribute } from "../operators/attribute.ts";
import { readLeafWeights } from "../operators/tree-leaves.ts";
import { readTrees } from "../operators/tree-table.ts";
import { UnsupportedGraphError } from "../operators/unsupported-graph.ts";
import { type AdditiveTerm, additiveTerms } from "./additive-terms.ts";
import { addTreeShapley } from "./tree-shapley.ts";

/**
 * The amount that each feature adds to the score ln(p_buy / p_sell) of a row, beside a reference row: their Shapley values, which
 * add up to the difference of the two rows' scores.
 */
export type GraphExplainer = (row: Float32Array, reference: Float32Array) => Float64Array;

type TermExplainer = (row: Float32Array, reference: Float32Array, contributions: Float64Array) => void;

/** Compiles the explainer of a graph whose score is a sum over trees and features; undefined for any other graph. */
export function compileExplainer(graph: OnnxGraph): GraphExplainer | undefined {
  const width = rowShape(graph).reduce((product, size) => product * size, 1);
  let terms: TermExplainer[];
  try {
    terms = additiveTerms(graph).map((term) => compileTerm(graph, term, width));
  } catch (error) {
    if (error instanceof UnsupportedGraphError) return undefined;
    throw error;
  }
  return (row, reference) => {
    const contributions = new Float64Array(width);
    for (const explain of terms) explain(row, reference, contributions);
    return contributions;
  };
}

function compileTerm(graph: OnnxGraph, term: AdditiveTerm, width: number): TermExplainer {
  if (term.kind === "trees") return compileTrees(graph, term.node, term.coefficients, width);
  const readValue = featurewise(graph, term.value, width);
  return (row, reference, contributions) => {
    const [here, there] = [readValue(row), readValue(reference)];
    for (let f = 0; f < width; f++) contributions[f]! += term.coefficients[f]! * (here[f]! - there[f]!);
  };
}

function compileTrees(
  graph: OnnxGraph,
  node: OnnxNode,
  coefficients: Float64Array,
  width: number,
): TermExplainer {
  const readValue = featurewise(graph, node.inputs[0]!, width);
  const trees = readTrees(node, width);
  const leaves = readLeafWeights(node, trees, attribute(node, "n_targets", "int", 1));
  return (row, reference, contributions) =>
    addTreeShapley(trees, leaves, coefficients, readValue(row), readValue(reference), contributions);
}

/** A value of the graph of which number f depends on feature f alone: the features themselves, imputed or scaled. */
function featurewise(graph: OnnxGraph, name: string, width: number): (row: Float32Array) => Float32Array {
  if (name === INPUT) return (row) => row;
  const compiled = compileGraph(graph, name);
  if (compiled.outputWidth !== width || !isFeaturewise(graph, name)) {
    throw new UnsupportedGraphError(`${name} mixes features`);
  }
  return (row) => compiled.run(row, 1);
}

const ELEMENTWISE = ["Add", "Sub", "Mul", "Div", "Where", "IsNaN", "Clip"];

function isFeaturewise(graph: OnnxGraph, name: string): boolean {
  if (name === INPUT || graph.initializers.some((tensor) => tensor.name === name)) return true;
  const node = graph.nodes.find(({ outputs }) => outputs[0] === name);
  return (
    node !== undefined &&
    ELEMENTWISE.includes(node.opType) &&
    node.inputs.every((input) => isFeaturewise(graph, input))
  );
}
