import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { localWasmRuntime, nativeStandIn } from "../../../tests/support/onnx-runtimes.ts";
import { learn, orderProblem, sequencesOf } from "../../../tests/support/sequence-problem.ts";
import { evaluatorRuntime } from "../../adapters/onnx/evaluator-runtime.ts";
import { rowMajor } from "../../services/training/rows/feature-blocks.ts";
import type { Dataset } from "../dataset.ts";
import { CLASSES } from "../learner.ts";
import { withCalibration } from "../onnx/compose.ts";
import { encodeModel } from "../onnx/encode-model.ts";
import { logLoss, softmax } from "../softmax.ts";
import { cnnLearner, lstmLearner, transformerLearner } from "./network-learner.ts";
import type { NetworkState } from "./network-state.ts";

const STEPS = 6;
const FEATURES = 5;
/** Small, of every kind of layer, and quick. */
const SMALL = { sequenceLength: STEPS, epochs: 2, batchSize: 8, dropout: 0.1, learningRate: 0.01 };

const FAMILIES = [
  { learner: lstmLearner, small: { ...SMALL, units: [16, 8] } },
  { learner: cnnLearner, small: { ...SMALL, channels: 8, levels: 2 } },
  { learner: transformerLearner, small: { ...SMALL, width: 16, heads: 2, feedForward: 16 } },
] as const;

/** Every seventh value is missing, and some are far away. */
function spoiled(data: Dataset): Dataset {
  const features = data.features.map((value, i) => (i % 7 === 0 ? Number.NaN : i % 101 === 0 ? 1e30 : value));
  return { ...data, features };
}

describe.each(FAMILIES)("$learner.family", ({ learner, small }) => {
  // The families' parameters differ, which a table of them cannot say.
  const network = learner as typeof lstmLearner;

  it("learns a handful of rows by heart", () => {
    const data = orderProblem(24, STEPS, FEATURES, 1);
    const { params, state } = learn(network, data, { ...small, epochs: 60, dropout: 0, weightDecay: 0 });
    const scores = network.serving.scores(params, state, sequencesOf(data, STEPS), data.rows);
    expect(logLoss(scores, data.labels, data.weights)).toBeLessThan(0.1);
  });

  it.each([evaluatorRuntime, nativeStandIn, localWasmRuntime])(
    "exports what it learned: $name gives the same, missing values and all",
    async (runtime) => {
      const data = spoiled(orderProblem(40, STEPS, FEATURES, 2));
      const { params, state } = learn(network, data, small);
      const sequences = sequencesOf(data, STEPS);
      const scores = network.serving.scores(params, state, sequences, data.rows);
      const graph = withCalibration(network.serving.export(params, state, data.featureNames), {
        method: "temperature",
        temperature: 1,
      });
      const model = await runtime.load(encodeModel(graph));
      if ("refused" in model) throw new Error(model.reason);
      expect(model.rowShape).toEqual([STEPS, FEATURES]);
      const given = await model.run(rowMajor(sequences, data.rows * STEPS), data.rows);
      softmax(scores, CLASSES.length).forEach((p, i) => {
        expect(Math.abs(given[i]! - p)).toBeLessThan(1e-5);
      });
      await model.release();
    },
  );

  it("gives the same bytes wherever it is cut, from data and state that were written and read again", () => {
    const data = { ...orderProblem(30, STEPS, FEATURES, 3), validationFrom: 22 };
    const params = network.parseParams(small);
    const prepared = network.preparation.prepare(data, params);
    let whole = network.fitting.start(prepared, params, 5);
    while (network.fitting.progress(params, whole) < 1) whole = network.fitting.step(prepared, params, whole);
    const expected = network.fitting.encode(whole);
    fc.assert(
      fc.property(fc.infiniteStream(fc.boolean()), (cuts) => {
        let cut = network.fitting.start(prepared, params, 5);
        while (network.fitting.progress(params, cut) < 1) {
          const isCut = cuts.next().value;
          const data = isCut ? network.preparation.decode(network.preparation.encode(prepared)) : prepared;
          cut = network.fitting.step(
            data,
            params,
            isCut ? network.fitting.decode(network.fitting.encode(cut)) : cut,
          );
        }
        expect(network.fitting.encode(cut)).toEqual(expected);
      }),
      { numRuns: 5 },
    );
  });

  it("does not change a state that it goes on from, and does nothing more at its end", () => {
    const { params, prepared, state } = learn(network, orderProblem(16, STEPS, FEATURES, 4), {
      ...small,
      epochs: 1,
    });
    expect(network.fitting.step(prepared, params, state)).toBe(state);
    const first = network.fitting.start(prepared, params, 1);
    const bytes = network.fitting.encode(first);
    network.fitting.step(prepared, params, first);
    expect(network.fitting.encode(first)).toEqual(bytes);
  });

  it("scores as many rows at once or one by one", () => {
    const data = orderProblem(12, STEPS, FEATURES, 6);
    const { params, state } = learn(network, data, { ...small, epochs: 1 });
    const together = network.serving.scores(params, state, sequencesOf(data, STEPS), data.rows);
    for (let row = 0; row < data.rows; row++) {
      const one = { ...data, rows: 1, rowBars: data.rowBars!.subarray(row, row + 1) };
      const alone = network.serving.scores(params, state, sequencesOf(one, STEPS), 1);
      alone.forEach((score, k) => {
        expect(score).toBeCloseTo(together[row * CLASSES.length + k]!, 5);
      });
    }
  });

  it("prepares feature by feature what it prepares at once", () => {
    const data = spoiled({ ...orderProblem(20, STEPS, FEATURES, 7), validationFrom: 15 });
    const params = network.parseParams(small);
    const bars = data.features.length / FEATURES;
    const columns = data.featureNames.map((_, f) => {
      const column = data.features.subarray(f * bars, (f + 1) * bars);
      const own = Float32Array.from(data.rowBars!, (bar) => column[bar]!);
      return network.preparation.prepareColumn(own, 15, params, column);
    });
    const joined = network.preparation.joinColumns(data, columns, params);
    expect(network.preparation.encode(joined)).toEqual(
      network.preparation.encode(network.preparation.prepare(data, params)),
    );
  });
});

describe("early stopping", () => {
  const data = { ...orderProblem(60, STEPS, FEATURES, 8), validationFrom: 40 };
  const options = { ...SMALL, units: [8], epochs: 60, patience: 3, dropout: 0, learningRate: 0.05 };

  it("keeps the weights of the lowest validation loss, which is that of the scores", () => {
    const { params, state } = learn(lstmLearner, data, options);
    expect(state.stopped).toBe(true);
    expect(state.epoch).toBe(Math.min(60, state.bestEpoch + 3));
    expect(lstmLearner.fitting.epochs(state)).toEqual({ best: state.bestEpoch, last: state.epoch });
    const scores = lstmLearner.serving.scores(params, state, sequencesOf(data, STEPS), data.rows);
    expect(logLoss(scores, data.labels, data.weights, 40)).toBeCloseTo(state.bestLoss, 3);
  });

  it("keeps the weights of the last epoch where there are no validation rows", () => {
    const { state } = learn(lstmLearner, orderProblem(24, STEPS, FEATURES, 1), { ...SMALL, units: [8] });
    expect(lstmLearner.fitting.epochs(state)).toEqual({ best: 2, last: 2 });
  });

  it("learns nothing from the validation rows", () => {
    const other = { ...data, labels: data.labels.map((label, row) => (row < 40 ? label : (label + 1) % 3)) };
    const states = [data, other].map((rows): NetworkState => {
      const params = lstmLearner.parseParams(options);
      const prepared = lstmLearner.preparation.prepare(rows, params);
      let state = lstmLearner.fitting.start(prepared, params, 1);
      for (let step = 0; step < 15; step++) state = lstmLearner.fitting.step(prepared, params, state);
      return state;
    });
    expect(states[0]!.weights).toEqual(states[1]!.weights);
  });
});

test("a batch that is too much work for one step is learned from in pieces", () => {
  const params = lstmLearner.parseParams({ sequenceLength: 256, units: [128, 64], batchSize: 8, epochs: 1 });
  const data = orderProblem(8, 256, 100, 9);
  const prepared = lstmLearner.preparation.prepare(data, params);
  let state = lstmLearner.fitting.start(prepared, params, 1);
  state = lstmLearner.fitting.step(prepared, params, state);
  expect(state.position).toBeLessThan(8);
  expect(state.updates).toBe(0);
  expect(state.gradient).toHaveLength(state.weights.length);
  while (state.updates === 0) state = lstmLearner.fitting.step(prepared, params, state);
  expect(state.gradient).toHaveLength(0);
});

test("a row whose sequence would begin before the first bar is refused, and rows without bars too", () => {
  const data = orderProblem(4, STEPS, FEATURES, 1);
  const params = lstmLearner.parseParams(SMALL);
  const early = { ...data, rowBars: data.rowBars!.map((bar) => bar - 1) };
  expect(() => lstmLearner.preparation.prepare(early, params)).toThrow(RangeError);
  const { rowBars, ...without } = data;
  expect(rowBars).toHaveLength(4);
  expect(() => lstmLearner.preparation.prepare(without, params)).toThrow("bar of each row");
});

test.each([
  [lstmLearner, { units: [12] }, "/units/0"],
  [lstmLearner, { units: [136] }, "/units/0"],
  [lstmLearner, { units: [64, 64, 64] }, "/units"],
  [cnnLearner, { taps: 1 }, "/taps"],
  [transformerLearner, { heads: 3 }, "/heads"],
  [transformerLearner, { sequenceLength: 1 }, "/sequenceLength"],
  [transformerLearner, { dropout: 1 }, "/dropout"],
])("parameters out of range are pointed at: %#", (learner, input, pointer) => {
  expect(() => learner.parseParams(input)).toThrow(
    expect.objectContaining({ errors: [expect.objectContaining({ pointer })] }),
  );
});
