import { describe, expect, it } from "vitest";
import type { Dataset } from "./dataset.ts";
import { learnerOf } from "./learners.ts";

const sound: Dataset = {
  rows: 2,
  featureNames: ["a", "b"],
  features: Float32Array.of(1, 2, Number.NaN, 4),
  labels: Uint8Array.of(0, 2),
  weights: Float32Array.of(0, 1),
};
describe.each(["boosting-leafwise", "forest", "logistic"])("%s", (family) => {
  const learner = learnerOf(family);
  const params = learner.parseParams({});
  const prepare = (data: Dataset) => learner.preparation.prepare(data, params);

  it("sound rows are accepted", () => {
    expect(prepare(sound)).toMatchObject({ labels: sound.labels });
  });

  it.each<[string, Partial<Dataset>]>([
    ["at least one row", { rows: 0, features: new Float32Array(0) }],
    ["at least one feature", { featureNames: [] }],
    ["names must differ", { featureNames: ["a", "a"] }],
    ["rows times features", { features: new Float32Array(3) }],
    ["one label", { labels: Uint8Array.of(0) }],
    ["one weight", { weights: Float32Array.of(1) }],
    ["0, 1 or 2", { labels: Uint8Array.of(0, 3) }],
    ["not negative", { weights: Float32Array.of(-1, 1) }],
    ["finite", { weights: Float32Array.of(Number.POSITIVE_INFINITY, 1) }],
    ["finite", { weights: Float32Array.of(Number.NaN, 1) }],
    ["positive weight", { weights: Float32Array.of(0, 0) }],
    ["positive weight", { validationFrom: 1 }],
    ["validationFrom", { validationFrom: 0 }],
    ["validationFrom", { validationFrom: 3 }],
    ["validationFrom", { validationFrom: 0.5 }],
  ])("says what is wrong: %s", (detail, change) => {
    expect(() => prepare({ ...sound, ...change })).toThrow(detail);
  });

  it("columns of other rows, or none, are not joined", () => {
    const column = learner.preparation.prepareColumn(Float32Array.of(1, 2, 3), 3, params);
    expect(() => learner.preparation.joinColumns(sound, [column], params)).toThrow(RangeError);
    expect(() => learner.preparation.joinColumns(sound, [], params)).toThrow(RangeError);
  });
});
