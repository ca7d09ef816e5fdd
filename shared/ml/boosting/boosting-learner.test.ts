import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { boost, learningProblem, rowMajor, splitRows } from "../../../tests/support/learning-problem.ts";
import { Random } from "../../math/random.ts";
import type { Dataset } from "../dataset.ts";
import { encodeModel } from "../onnx/encode-model.ts";
import { compileGraph } from "../onnx/evaluate.ts";
import { logLoss } from "../softmax.ts";
import { boostingLearner as learner } from "./boosting-learner.ts";

const lossOf = (scores: Float64Array, { labels, weights }: Dataset) => logLoss(scores, labels, weights);
const entropy = (truth: Float64Array) =>
  -truth.reduce((sum, p) => sum + p * Math.log(p), 0) / (truth.length / 3);

describe("learning", () => {
  const { data, truth } = learningProblem(6_000, 10, 1);
  const { train, test } = splitRows(data, 2_000);
  const { params, state } = boost(train, { rounds: 150, learningRate: 0.1, maxDepth: 4 });

  it("goes more than half the way from the class prior to the best possible loss on unseen rows", () => {
    const loss = lossOf(learner.serving.scores(params, state, test.features, test.rows), test);
    const prior = Math.log(3);
    const best = entropy(truth.subarray(4_000 * 3));
    expect((prior - loss) / (prior - best)).toBeGreaterThan(0.5);
  });

  it("scores raw rows exactly as it scored the binned ones while learning", () => {
    expect(learner.serving.scores(params, state, train.features, train.rows)).toEqual(state.scores);
  });

  it("exports what it learned: the graph gives the same scores", () => {
    const graph = compileGraph(learner.serving.export(params, state, train.featureNames), "scores");
    const exported = graph.run(rowMajor(test), test.rows);
    const scores = learner.serving.scores(params, state, test.features, test.rows);
    const worst = scores.reduce((most, score, i) => Math.max(most, Math.abs(score - exported[i]!)), 0);
    expect(worst).toBeLessThan(1e-5);
  });

  it("lowers the loss on its own rows with every round", () => {
    const prepared = learner.preparation.prepare(train, params);
    let current = learner.fitting.start(prepared, params, 1);
    let loss = lossOf(current.scores, train);
    for (let round = 0; round < 20; round++) {
      current = learner.fitting.step(prepared, params, current);
      expect(lossOf(current.scores, train)).toBeLessThan(loss);
      loss = lossOf(current.scores, train);
    }
  });
});

describe("resuming", () => {
  const shapes = fc.record({
    subsample: fc.constantFrom(1, 0.6),
    colsample: fc.constantFrom(1, 0.5),
    maxBins: fc.constantFrom(255, 15),
    maxLeaves: fc.constantFrom(31, 5),
    maxDepth: fc.constantFrom(6, 2),
    patience: fc.constantFrom(2, 20),
  });

  it("gives the same bytes wherever it is cut, from data and state that were written and read again", () => {
    fc.assert(
      fc.property(
        shapes,
        fc.integer(),
        fc.boolean(),
        fc.infiniteStream(fc.boolean()),
        (shape, seed, early, cuts) => {
          const params = learner.parseParams({ ...shape, rounds: 8, learningRate: 0.5 });
          const rows = learningProblem(120, 7, seed).data;
          const data = early ? { ...rows, validationFrom: 80 } : rows;
          const prepared = learner.preparation.prepare(data, params);
          let whole = learner.fitting.start(prepared, params, seed);
          while (learner.fitting.progress(params, whole) < 1)
            whole = learner.fitting.step(prepared, params, whole);

          let cut = learner.fitting.start(prepared, params, seed);
          while (learner.fitting.progress(params, cut) < 1) {
            if (cuts.next().value) cut = learner.fitting.decode(learner.fitting.encode(cut));
            const reread = learner.preparation.decode(learner.preparation.encode(prepared));
            cut = learner.fitting.step(reread, params, cut);
          }
          expect(learner.fitting.encode(cut)).toEqual(learner.fitting.encode(whole));
          expect(encodeModel(learner.serving.export(params, cut, data.featureNames))).toEqual(
            encodeModel(learner.serving.export(params, whole, data.featureNames)),
          );
        },
      ),
      { numRuns: 20 },
    );
  });
});

describe("early stopping", () => {
  it("keeps the rounds up to the lowest validation loss and stops when it does not fall", () => {
    const { data } = learningProblem(900, 30, 2);
    const { params, state } = boost(
      { ...data, validationFrom: 600 },
      { rounds: 500, learningRate: 0.3, patience: 10 },
    );
    const rounds = state.trees.length / 3;
    expect(state.stopped).toBe(true);
    expect(rounds).toBe(state.bestRound + 10);
    const { test } = splitRows(data, 300);
    const lossAfter = (round: number) =>
      lossOf(learner.serving.scores(params, { ...state, bestRound: round }, test.features, test.rows), test);
    const losses = Array.from({ length: rounds }, (_, i) => lossAfter(i + 1));
    expect(losses.indexOf(Math.min(...losses)) + 1).toBe(state.bestRound);
    expect(Math.min(...losses)).toBeCloseTo(state.bestLoss, 12);
  });

  it("learns nothing from the validation rows", () => {
    const { data } = learningProblem(300, 8, 3);
    const shuffled = {
      ...data,
      labels: data.labels.map((label, row) => (row < 200 ? label : (label + 1) % 3)),
    };
    const options = { rounds: 5 };
    const [a, b] = [data, shuffled].map((rows) => boost({ ...rows, validationFrom: 200 }, options).state);
    expect(a!.trees).toEqual(b!.trees);
  });
});

describe("weights", () => {
  const { data } = learningProblem(200, 6, 4);
  /** Few different values, so that the bins do not depend on how often a value occurs. */
  const coarse = { ...data, features: data.features.map((value) => Math.round(value * 4)) };

  it("a row counts as its weight shared out among copies of it", () => {
    const random = Random.seeded(5);
    const whole = { ...coarse, weights: coarse.weights.map(() => 1 + random.uniform()) };
    const original = (row: number) => (row < 200 ? row : row - 200);
    const shared: Dataset = {
      ...coarse,
      rows: 300,
      features: Float32Array.from(
        { length: 6 * 300 },
        (_, i) => coarse.features[Math.floor(i / 300) * 200 + original(i % 300)]!,
      ),
      labels: Uint8Array.from({ length: 300 }, (_, row) => coarse.labels[original(row)]!),
      weights: Float32Array.from({ length: 300 }, (_, row) => {
        const weight = whole.weights[original(row)]!;
        return original(row) < 100 ? weight / 2 : weight;
      }),
    };
    const [a, b] = [whole, shared].map((rows) => boost(rows, { rounds: 5 }));
    const scores = learner.serving.scores(a!.params, a!.state, coarse.features, 200);
    const expected = learner.serving.scores(b!.params, b!.state, coarse.features, 200);
    scores.forEach((score, i) => {
      expect(score).toBeCloseTo(expected[i]!, 5);
    });
  });
});
