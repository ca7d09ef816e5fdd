import { computeFeatures } from "../../shared/features/compute-features.ts";
import { FEATURE_SET } from "../../shared/features/feature-set.ts";
import type { Bars } from "../../shared/market/bars.ts";
import type { Instrument } from "../../shared/market/instrument.ts";
import { createLabelSpec, UNLABELLED } from "../../shared/ml/labels/label-spec.ts";
import { makeLabels } from "../../shared/ml/labels/make-labels.ts";
import { logisticLearner } from "../../shared/ml/logistic/logistic-learner.ts";
import { withCalibration } from "../../shared/ml/onnx/compose.ts";
import { encodeModel } from "../../shared/ml/onnx/encode-model.ts";
import { pickFeatures } from "../../shared/services/training/rows/feature-blocks.ts";

/** An ONNX file of a trainer of its own: a logistic regression of hourly bars' labels on the platform's features. */
export function fitForeignModel(bars: Bars, instrument: Instrument, horizonBars: number) {
  const { label } = makeLabels(bars, createLabelSpec({ horizonBars }), "1h");
  const { names, rows, values } = computeFeatures(bars, instrument, "1h");
  const first = bars.ts.length - rows;
  const labelled = Uint32Array.from(label.keys()).filter(
    (bar) => bar >= Math.max(first, WARM_UP) && label[bar] !== UNLABELLED,
  );
  const places = labelled.map((bar) => bar - first);
  const params = logisticLearner.parseParams({ l2: 0.1, iterations: 60 });
  const data = logisticLearner.preparation.prepare(
    {
      rows: labelled.length,
      featureNames: names,
      features: pickFeatures([{ rows, values }], names.length, places),
      labels: Uint8Array.from(labelled, (bar) => label[bar]!),
      weights: new Float32Array(labelled.length).fill(1 / horizonBars),
    },
    params,
  );
  let state = logisticLearner.fitting.start(data, params, 1);
  while (logisticLearner.fitting.progress(params, state) < 1)
    state = logisticLearner.fitting.step(data, params, state);
  const scores = logisticLearner.serving.export(params, state, names);
  return encodeModel(withCalibration(scores, { method: "temperature", temperature: 1 }));
}

/** Bars before the slowest feature is known. */
const WARM_UP = Math.max(...FEATURE_SET.features.map(({ lookback }) => lookback));
