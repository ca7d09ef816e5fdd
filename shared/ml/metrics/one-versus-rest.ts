import { areaUnderCurve } from "./area-under-curve.ts";
import { type BrierParts, brierParts } from "./brier-decomposition.ts";
import { type ClassificationReport, classificationReport } from "./classification.ts";
import { binaryLogLoss } from "./log-loss.ts";
import { expectedCalibrationError, type ReliabilityBin, reliabilityBins } from "./reliability.ts";

/** One class against the other two. */
export interface OneVersusRest {
  readonly support: number;
  readonly accuracy: number;
  readonly balancedAccuracy: number;
  readonly mcc: number;
  readonly precision: number | null;
  readonly recall: number | null;
  readonly f1: number | null;
  readonly logLoss: number;
  readonly brier: number;
  readonly brierParts: BrierParts;
  readonly calibrationError: number;
  readonly auc: number | null;
  readonly reliability: readonly ReliabilityBin[];
}

/**
 * How well one class was told from the rest.
 * @param matrix counts over all classes, `matrix[actual][predicted]`
 * @param probabilities row-major `[rows * 3]`
 */
export function oneVersusRest(
  k: number,
  matrix: readonly (readonly number[])[],
  probabilities: ArrayLike<number>,
  labels: Uint8Array,
): OneVersusRest {
  const stated = Float64Array.from(labels, (_, row) => probabilities[row * 3 + k]!);
  const isOfClass = (row: number) => labels[row] === k;
  const { accuracy, balancedAccuracy, mcc, classes } = againstRest(k, matrix);
  const { support, precision, recall, f1 } = classes[1]!;
  const parts = brierParts(stated, isOfClass);
  const reliability = reliabilityBins(stated, isOfClass);
  return {
    support,
    accuracy,
    balancedAccuracy,
    mcc,
    precision,
    recall,
    f1,
    logLoss: binaryLogLoss(stated, isOfClass),
    brier: parts.reliability - parts.resolution + parts.uncertainty + parts.withinBins,
    brierParts: parts,
    calibrationError: expectedCalibrationError(reliability),
    auc: areaUnderCurve(stated, isOfClass),
    reliability,
  };
}

/** The confusion matrix of two classes: the rest, and class k. */
function againstRest(k: number, matrix: readonly (readonly number[])[]): ClassificationReport {
  const two = [
    [0, 0],
    [0, 0],
  ];
  matrix.forEach((row, actual) => {
    row.forEach((count, predicted) => {
      two[actual === k ? 1 : 0]![predicted === k ? 1 : 0]! += count;
    });
  });
  return classificationReport(two);
}
