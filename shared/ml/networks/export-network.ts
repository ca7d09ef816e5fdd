import { CLASSES } from "../learner.ts";
import { withPreprocessing } from "../onnx/compose.ts";
import { ELEMENT_TYPE, type OnnxGraph, OPSETS } from "../onnx/graph.ts";
import { INPUT } from "../onnx/model-contract.ts";
import { GraphBuilder } from "./graph-builder.ts";
import type { Network } from "./network.ts";
import { CLIP, type Scaling } from "./scaled-column.ts";

/** A network from raw features float32[N, T, F] to scores float32[N, 3], with what was done to its inputs. */
export function exportNetwork(
  family: string,
  network: Network,
  scalings: readonly Scaling[],
  sequenceLength: number,
): OnnxGraph {
  const graph = new GraphBuilder();
  const scores = network.layer.export(graph, INPUT);
  const bare: OnnxGraph = {
    name: family,
    nodes: graph.nodes,
    inputs: [{ name: INPUT, elementType: ELEMENT_TYPE.float, shape: ["N", sequenceLength, scalings.length] }],
    outputs: [{ name: scores, elementType: ELEMENT_TYPE.float, shape: ["N", CLASSES.length] }],
    initializers: graph.initializers,
    opsets: OPSETS,
    metadata: {},
  };
  const mean = scalings.map((scaling) => scaling.mean);
  return withPreprocessing(bare, {
    fill: mean,
    mean,
    scale: scalings.map(({ deviation }) => deviation),
    limit: CLIP,
  });
}
