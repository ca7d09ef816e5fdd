import fc from "fast-check";
import { describe, expect, it } from "vitest";
import golden from "../../tests/oracles/ensembles/golden.json" with { type: "json" };
import * as oracle from "../../tests/oracles/ensembles/problem.ts";
import { learn, learningProblem, rowMajor, splitRows } from "../../tests/support/learning-problem.ts";
import { Random } from "../math/random.ts";
import type { Dataset } from "./dataset.ts";
import { FAMILIES, FAMILY_NAMES, learnerOf } from "./learners.ts";
import { encodeModel } from "./onnx/encode-model.ts";
import { compileGraph } from "./onnx/evaluate.ts";
import { logLoss, softmax } from "./softmax.ts";

/** Families that read one bar a row, each with parameters that keep it short. */
const ROW_FAMILIES = [
  { family: "boosting-leafwise", quick: { rounds: 8, learningRate: 0.2, subsample: 0.7 } },
  { family: "boosting-depthwise", quick: { rounds: 8, learningRate: 0.2, colsample: 0.7 } },
  { family: "forest", quick: { trees: 8, minLeafRows: 2 } },
  { family: "logistic", quick: { iterations: 12 } },
];

it("a family is found by its name, boosting by its old one", () => {
  for (const family of FAMILIES) expect(learnerOf(family).family).toBe(family);
  expect(learnerOf("boosting").family).toBe("boosting-leafwise");
  expect(FAMILY_NAMES).toContain("boosting");
  expect(() => learnerOf("oracle")).toThrow("There is no model family oracle");
});

describe.each(ROW_FAMILIES)("$family", ({ family, quick }) => {
  const learner = learnerOf(family);
  const params = learner.parseParams(quick);
  const { data } = learningProblem(160, 8, 1);

  it("gives the same bytes wherever it is cut, from data and state that were written and read again", () => {
    const arbitrary = [fc.integer(), fc.boolean(), fc.infiniteStream(fc.boolean())] as const;
    fc.assert(
      fc.property(...arbitrary, (seed, early, cuts) => {
        const rows = learningProblem(120, 7, seed).data;
        const given = early ? { ...rows, validationFrom: 80 } : rows;
        const whole = learn(family, given, quick, seed).state;

        const prepared = learner.preparation.prepare(given, params);
        let cut = learner.fitting.start(prepared, params, seed);
        while (learner.fitting.progress(params, cut) < 1) {
          if (cuts.next().value) cut = learner.fitting.decode(learner.fitting.encode(cut));
          const reread = learner.preparation.decode(learner.preparation.encode(prepared));
          cut = learner.fitting.step(reread, params, cut);
        }
        expect(learner.fitting.encode(cut)).toEqual(learner.fitting.encode(whole));
        expect(encodeModel(learner.serving.export(params, cut, given.featureNames))).toEqual(
          encodeModel(learner.serving.export(params, whole, given.featureNames)),
        );
      }),
      { numRuns: 8 },
    );
  });

  it("does not change a state that it goes on from", () => {
    const prepared = learner.preparation.prepare(data, params);
    const first = learner.fitting.step(prepared, params, learner.fitting.start(prepared, params, 1));
    const bytes = learner.fitting.encode(first);
    learner.fitting.step(prepared, params, first);
    expect(learner.fitting.encode(first)).toEqual(bytes);
  });

  it("does nothing more once it has come to its end", () => {
    const { state } = learn(family, data, quick);
    expect(learner.fitting.step(learner.preparation.prepare(data, params), params, state)).toBe(state);
  });

  it("tells how far learning went: some of it kept, at most all", () => {
    const { state } = learn(family, { ...data, validationFrom: 100 }, quick);
    const { best, last } = learner.fitting.epochs(state);
    expect(best).toBeGreaterThan(0);
    expect(last).toBeGreaterThanOrEqual(best);
    expect(last).toBeLessThanOrEqual(Math.max(...Object.values(quick)));
  });

  it.each([
    ["nothing", () => new Uint8Array()],
    ["other bytes", () => new Uint8Array(64).fill(1)],
    ["the beginning only", (bytes: Uint8Array) => bytes.subarray(0, bytes.length - 8)],
    ["more than was written", (bytes: Uint8Array) => Uint8Array.of(...bytes, ...new Uint8Array(8))],
  ])("refuses a state or data of which it is given %s", (_, spoil) => {
    const { state } = learn(family, data, quick);
    const prepared = learner.preparation.encode(learner.preparation.prepare(data, params));
    expect(() => learner.fitting.decode(spoil(learner.fitting.encode(state)))).toThrow(RangeError);
    expect(() => learner.preparation.decode(spoil(prepared))).toThrow(RangeError);
  });

  it("makes of features one by one what it makes of all at once", () => {
    const column = (f: number) => data.features.subarray(f * data.rows, (f + 1) * data.rows);
    const { features: _, featureNames, ...rows } = { ...data, validationFrom: 100 };
    const columns = featureNames.map((_, f) => learner.preparation.prepareColumn(column(f), 100, params));
    const joined = learner.preparation.joinColumns(rows, columns, params);
    const atOnce = learner.preparation.prepare({ ...data, validationFrom: 100 }, params);
    expect(learner.preparation.encode(joined)).toEqual(learner.preparation.encode(atOnce));
  });

  it("exports what it learned: the graph gives the same probabilities, missing values and outliers too", () => {
    const { train, test } = splitRows(learningProblem(600, 8, 2).data, 200);
    test.features.set([Number.NaN, 1e4, -1e4, 0]);
    const { state } = learn(family, train, quick);
    const exported = compileGraph(learner.serving.export(params, state, train.featureNames), "scores");
    const given = softmax(Float64Array.from(exported.run(rowMajor(test), test.rows)), 3);
    const expected = softmax(learner.serving.scores(params, state, test.features, test.rows), 3);
    const worst = expected.reduce((most, p, i) => Math.max(most, Math.abs(p - given[i]!)), 0);
    expect(worst).toBeLessThan(1e-5);
  });

  it("a class weight is a weight on all rows of the class; balanced is the weights that make classes equal", () => {
    const counts = [0, 1, 2].map((k) => data.labels.filter((label) => label === k).length);
    const balanced = counts.map((count) => data.rows / (3 * count));
    const weighted: Dataset = {
      ...data,
      weights: data.weights.map((w, row) => w * balanced[data.labels[row]!]!),
    };
    const bytes = (rows: Dataset, classWeights: unknown) =>
      learner.fitting.encode(learn(family, rows, { ...quick, classWeights }).state);
    expect(bytes(data, "balanced")).toEqual(bytes(weighted, [1, 1, 1]));
    expect(bytes(data, balanced)).toEqual(bytes(weighted, [1, 1, 1]));
  });

  it("rows without weight say nothing", () => {
    const random = Random.seeded(5);
    const poisoned: Dataset = {
      ...data,
      labels: data.labels.map((label, row) => (row % 4 === 0 ? random.below(3) : label)),
      weights: data.weights.map((weight, row) => (row % 4 === 0 ? 0 : weight)),
    };
    const clean = { ...poisoned, labels: data.labels };
    const scores = (rows: Dataset) => {
      const { state } = learn(family, rows, quick);
      return learner.serving.scores(params, state, data.features, data.rows);
    };
    expect(scores(poisoned)).toEqual(scores(clean));
  });

  it.each([
    ["one row", [1], [1]],
    ["one class", [1, 2, 3, 4], [2, 2, 2, 2]],
    ["a feature that never changes", [5, 5, 5, 5], [0, 1, 2, 0]],
    ["a feature that is always missing", [NaN, NaN, NaN], [0, 1, 2]],
    ["infinite values", [Infinity, -Infinity, 0], [0, 1, 2]],
  ])("%s: every score is finite", (_, values, labels) => {
    const rows = labels.length;
    const given = {
      rows,
      featureNames: ["x"],
      features: Float32Array.from(values),
      labels: Uint8Array.from(labels),
      weights: new Float32Array(rows).fill(1),
    };
    const { state } = learn(family, given, quick);
    const scores = learner.serving.scores(params, state, Float32Array.of(NaN, 0, Infinity, -Infinity), 4);
    expect(scores.every(Number.isFinite)).toBe(true);
  });

  it("learns: better than the class prior on rows that it has not seen", () => {
    const { train, test } = splitRows(learningProblem(1_500, 8, 3).data, 500);
    const { state } = learn(family, train, quick);
    const scores = learner.serving.scores(params, state, test.features, test.rows);
    expect(logLoss(scores, test.labels, test.weights)).toBeLessThan(Math.log(3) - 0.03);
  });
});

// Boosting looks at them to know when to stop, and has a test of its own.
it.each(ROW_FAMILIES.slice(2))("$family learns nothing from the validation rows", ({ family, quick }) => {
  const { data } = learningProblem(160, 8, 1);
  const other = data.labels.map((label, row) => (row < 100 ? label : (label + 1) % 3));
  const [given, spoilt] = [data.labels, other].map((labels) => {
    const { learner, state } = learn(family, { ...data, labels, validationFrom: 100 }, quick);
    return learner.fitting.encode(state);
  });
  expect(spoilt).toEqual(given);
});

// To logistic regression a missing value is the mean.
it.each([
  ["boosting-leafwise", { rounds: 50, learningRate: 0.3 }],
  ["boosting-depthwise", { rounds: 50, learningRate: 0.3 }],
  ["forest", { trees: 20 }],
])("%s learns from a value being missing", (family, input) => {
  const random = Random.seeded(1);
  const labels = Uint8Array.from({ length: 400 }, () => random.below(3));
  const features = Float32Array.from(labels, (label) => (label === 1 ? Number.NaN : random.normal()));
  const weights = new Float32Array(400).fill(1);
  const { learner, params, state } = learn(
    family,
    { rows: 400, featureNames: ["x"], features, labels, weights },
    input,
  );
  const scores = learner.serving.scores(params, state, Float32Array.of(Number.NaN, 0), 2);
  expect(scores[1]).toBeGreaterThan(Math.max(scores[0]!, scores[2]!) + 2);
  expect(scores[4]).toBeLessThan(Math.min(scores[3]!, scores[5]!) - 2);
});

describe.each(Object.entries(golden))("%s on the rows of the oracles", (family, losses) => {
  const { learner, params, state } = learn(family, oracle.train, oracle.PARAMS[family]);
  const scores = learner.serving.scores(params, state, oracle.test.features, oracle.test.rows);
  const loss = logLoss(scores, oracle.test.labels, oracle.test.weights);

  it.each(Object.entries(losses))("loses at most 1 %% more than %s", (_, reference) => {
    expect(loss / reference).toBeLessThan(1.01);
  });
});
