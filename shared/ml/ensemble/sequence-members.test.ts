import { describe, expect, test } from "vitest";
import { learn, learner, learnInPieces, SPAN } from "../../../tests/support/ensemble-problem.ts";
import { InferenceSession, Tensor } from "../../../tests/support/native-onnx.ts";
import { orderProblem, sequencesOf } from "../../../tests/support/sequence-problem.ts";
import { encodeModel } from "../onnx/encode-model.ts";
import { compileGraph } from "../onnx/evaluate.ts";
import { softmax } from "../softmax.ts";

/** From [feature][row][bar] to [row][bar][feature], as a file reads sequences. */
function rowMajorOf(sequences: Float32Array, rows: number, length: number, features: number): Float32Array {
  return Float32Array.from(sequences, (_, i) => {
    const [place, f] = [Math.floor(i / features), i % features];
    return sequences[f * rows * length + place]!;
  });
}

describe("an ensemble with members that read sequences", () => {
  const LENGTH = 6;
  const MIXED = {
    members: [
      { family: "forest", params: { trees: 5, minLeafRows: 5 } },
      { family: "cnn", params: { sequenceLength: LENGTH, channels: 8, levels: 1, epochs: 2 } },
      { family: "lstm", params: { sequenceLength: 4, units: [8], epochs: 2 } },
    ],
    folds: 2,
  };
  const rows = 500;
  const decidedAt = Float64Array.from({ length: rows }, (_, row) => row);
  const times = { decidedAt, resolvedAt: decidedAt.map((at) => at + SPAN), embargoMs: SPAN };
  const data = { ...orderProblem(rows, LENGTH, 4, 1), times, validationFrom: 425 };
  const { params, state } = learn(data, MIXED);

  test("reads as many bars as the member that looks back furthest", () => {
    expect(learner.sequenceLength(params)).toBe(LENGTH);
  });

  test("gives the same bytes cut after every step, and in pieces, a feature at a time", () => {
    const cut = learn(data, MIXED, 3, true);
    expect(learner.fitting.encode(cut.state)).toEqual(learner.fitting.encode(state));
    expect(learner.fitting.encode(learnInPieces(data, MIXED))).toEqual(learner.fitting.encode(state));
  });

  test("is one ONNX graph that says what it says, here and in ONNX Runtime", async () => {
    const graph = learner.serving.export(params, state, data.featureNames);
    const features = sequencesOf(data, LENGTH);
    const given = rowMajorOf(features, rows, LENGTH, data.featureNames.length);
    const expected = softmax(learner.serving.scores(params, state, features, rows), 3);
    const session = await InferenceSession.create(encodeModel(graph));
    const input = new Tensor("float32", given, [rows, LENGTH, data.featureNames.length]);
    const { data: reference } = (await session.run({ features: input }))[graph.outputs[0]!.name]!;
    const ours = compileGraph(graph, graph.outputs[0]!.name).run(given, rows);
    for (const scores of [reference as Float32Array, ours]) {
      const stated = softmax(Float64Array.from(scores), 3);
      const worst = stated.reduce((most, value, i) => Math.max(most, Math.abs(value - expected[i]!)), 0);
      expect(worst).toBeLessThan(1e-5);
    }
  });

  test("refuses rows whose bars nobody knows", () => {
    const { rowBars: _, ...unknown } = data;
    expect(() => learner.preparation.prepare(unknown, params)).toThrow("bar of each row");
  });
});
