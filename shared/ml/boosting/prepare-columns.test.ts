import { expect, test } from "vitest";
import { Random } from "../random.ts";
import { boostingLearner } from "./boosting-learner.ts";

test("features prepared one by one and joined are those prepared at once", () => {
  const random = Random.seeded(3);
  const rows = 400;
  const featureNames = ["a", "b", "c", "d"];
  const features = Float32Array.from({ length: rows * featureNames.length }, () =>
    random.uniform() < 0.1 ? Number.NaN : Math.round(random.normal() * 50),
  );
  const labels = Uint8Array.from({ length: rows }, () => random.below(3));
  const weights = new Float32Array(rows).fill(1);
  const params = boostingLearner.parseParams({ maxBins: 16 });
  const data = { rows, labels, weights, validationFrom: 300 };
  const columns = featureNames.map((_, f) =>
    boostingLearner.prepareColumn(features.subarray(f * rows, (f + 1) * rows), 300, params),
  );
  const joined = boostingLearner.joinColumns(data, columns, params);
  const atOnce = boostingLearner.prepare({ ...data, features, featureNames }, params);
  expect(boostingLearner.encodePrepared(joined)).toEqual(boostingLearner.encodePrepared(atOnce));
});
