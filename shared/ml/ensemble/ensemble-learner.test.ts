import { describe, expect, test } from "vitest";
import {
  INPUT,
  learn,
  learner,
  learnInPieces,
  MEMBERS,
  problem,
  SPAN,
} from "../../../tests/support/ensemble-problem.ts";
import { rowMajor } from "../../../tests/support/learning-problem.ts";
import { InferenceSession, Tensor } from "../../../tests/support/native-onnx.ts";
import { learnerOf } from "../learners.ts";
import { encodeModel } from "../onnx/encode-model.ts";
import { compileGraph } from "../onnx/evaluate.ts";
import { logLoss, softmax } from "../softmax.ts";
import { nestedFolds } from "../splits/nested-folds.ts";
import type { EnsembleData } from "./ensemble-data.ts";
import { createEnsembleLearner } from "./ensemble-learner.ts";
import type { EnsembleState } from "./ensemble-state.ts";

describe("ensemble", () => {
  const data = problem(700);
  const { params, state } = learn(data);

  test("the meta-learner never sees a forecast of a row that a member was fitted to, or that it could have known of", () => {
    const training = data.validationFrom!;
    const own = {
      decidedAt: data.times!.decidedAt.slice(0, training),
      resolvedAt: data.times!.resolvedAt.slice(0, training),
    };
    const folds = nestedFolds(own, params.folds, SPAN);
    const width = 3 * MEMBERS.length;
    const forecastOf = (of: EnsembleState, row: number) =>
      of.outOfFold.subarray(row * width, (row + 1) * width);
    for (const { test } of folds) {
      // Everything that became known from the test on turns out differently.
      const from = test[0]!;
      const labels = data.labels.map((label, row) => (row + SPAN >= from ? (label + 1) % 3 : label));
      const other = learn({ ...data, labels }).state;
      for (const row of test) expect(forecastOf(other, row)).toEqual(forecastOf(state, row));
    }
    // Rows of no test part have no forecast at all, so there is nothing else to learn from.
    const tested = new Set(folds.flatMap(({ test }) => [...test]));
    for (let row = 0; row < training; row++) {
      expect(forecastOf(state, row).some(Number.isFinite)).toBe(tested.has(row));
    }
    expect(state.outOfFold.length).toBe(training * width);
  });

  test("its epochs are the iterations of what weighs the members", () => {
    const { iterations } = state.meta!;
    expect(iterations).toBeGreaterThan(0);
    expect(learner.fitting.epochs(state)).toEqual({ best: iterations, last: iterations });
  });

  test("gives the same bytes cut after every step, whatever was learned from the same data in between", () => {
    learn(data, { ...INPUT, l2: 1 }, 9);
    const cut = learn(data, INPUT, 3, true);
    expect(learner.fitting.encode(cut.state)).toEqual(learner.fitting.encode(state));
  });

  test("learns the same in pieces, a feature at a time", () => {
    expect(learner.fitting.encode(learnInPieces(data, INPUT))).toEqual(learner.fitting.encode(state));
  });

  test("refuses a step with another piece than it asks for", () => {
    const whole = learner.preparation.prepare(data, params) as EnsembleData;
    const first = learner.fitting.start(whole, params, 3);
    expect(() => learner.fitting.step({ ...whole, foldRows: undefined }, params, first)).toThrow(RangeError);
  });

  test("asks a member about no more rows at a time than it may be asked about, and learns the same", () => {
    const asked: number[] = [];
    const bounded = createEnsembleLearner(
      MEMBERS.map(({ family }) => {
        const member = learnerOf(family);
        return {
          ...member,
          serving: {
            ...member.serving,
            scoringRows: () => 50,
            scores(...given: Parameters<typeof member.serving.scores>) {
              asked.push(given[3]);
              return member.serving.scores(...given);
            },
          },
        };
      }),
    );
    const own = bounded.parseParams(INPUT);
    const prepared = bounded.preparation.prepare(data, own);
    let piecewise = bounded.fitting.start(prepared, own, 3);
    while (bounded.fitting.progress(own, piecewise) < 1)
      piecewise = bounded.fitting.step(prepared, own, piecewise);
    expect(asked.length).toBeGreaterThan(MEMBERS.length * INPUT.folds);
    expect(Math.max(...asked)).toBe(50);
    expect(bounded.fitting.encode(piecewise)).toEqual(learner.fitting.encode(state));
  });

  test("is one ONNX graph that says what it says, here and in ONNX Runtime", async () => {
    const graph = learner.serving.export(params, state, data.featureNames);
    const rows = rowMajor(data);
    const expected = softmax(learner.serving.scores(params, state, data.features, data.rows), 3);
    const session = await InferenceSession.create(encodeModel(graph));
    const input = new Tensor("float32", rows, [data.rows, data.featureNames.length]);
    const { data: reference } = (await session.run({ features: input }))[graph.outputs[0]!.name]!;
    const ours = compileGraph(graph, graph.outputs[0]!.name).run(rows, data.rows);
    for (const scores of [reference as Float32Array, ours]) {
      const given = softmax(Float64Array.from(scores), 3);
      const worst = given.reduce((most, value, i) => Math.max(most, Math.abs(value - expected[i]!)), 0);
      expect(worst).toBeLessThan(1e-5);
    }
  });

  test("knows more than the prior, and not less than its worst member", () => {
    const large = problem(2_400, 7);
    const unseen = problem(1_500, 8);
    const lossOf = (family: string, input: unknown) => {
      const single = learnerOf(family);
      const own = single.parseParams(input);
      const prepared = single.preparation.prepare(large, own);
      let fitted = single.fitting.start(prepared, own, 1);
      while (single.fitting.progress(own, fitted) < 1) fitted = single.fitting.step(prepared, own, fitted);
      return logLoss(
        single.serving.scores(own, fitted, unseen.features, unseen.rows),
        unseen.labels,
        unseen.weights,
      );
    };
    const losses = MEMBERS.map(({ family, params: own }) => lossOf(family, own));
    const stacked = lossOf("ensemble", INPUT);
    expect(stacked).toBeLessThan(Math.max(...losses));
    expect(stacked).toBeLessThan(Math.log(3));
  });
});

test.each([
  ["one member", { members: MEMBERS.slice(0, 1) }, "/members"],
  ["an unknown family", { members: [MEMBERS[0], { family: "oracle" }] }, "/members/1/family"],
  ["an ensemble of ensembles", { members: [MEMBERS[0], { family: "ensemble" }] }, "/members/1/family"],
  [
    "a member's parameter",
    { members: [MEMBERS[0], { family: "forest", params: { trees: 0 } }] },
    "/members/1/params/trees",
  ],
  ["no fold", { folds: 0 }, "/folds"],
])("refuses %s with a pointer", (_, input, pointer) => {
  let errors: unknown;
  try {
    learner.parseParams(input);
  } catch (error) {
    errors = (error as { errors: unknown }).errors;
  }
  expect(errors).toMatchObject([{ pointer }]);
});

test("refuses rows whose times nobody knows", () => {
  const { times: _, ...data } = problem(200);
  expect(() => learner.preparation.prepare(data, learner.parseParams(INPUT))).toThrow(
    "when its rows were decided",
  );
});
