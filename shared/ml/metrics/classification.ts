const CLASS_COUNT = 3;

/** The most probable class of each row; the first one of equals. `probabilities` is row-major `[rows * 3]`. */
export function mostProbable(probabilities: ArrayLike<number>): Uint8Array {
  const predicted = new Uint8Array(probabilities.length / CLASS_COUNT);
  for (let row = 0; row < predicted.length; row++) {
    const at = row * CLASS_COUNT;
    let best = 0;
    for (let k = 1; k < CLASS_COUNT; k++) if (probabilities[at + k]! > probabilities[at + best]!) best = k;
    predicted[row] = best;
  }
  return predicted;
}

/** Counts: `matrix[actual][predicted]`. */
export function confusionMatrix(actual: Uint8Array, predicted: Uint8Array): number[][] {
  const matrix = Array.from({ length: CLASS_COUNT }, () => new Array<number>(CLASS_COUNT).fill(0));
  actual.forEach((label, row) => {
    matrix[label]![predicted[row]!]!++;
  });
  return matrix;
}

interface ClassReport {
  /** Rows of this class. */
  readonly support: number;
  /** Share of its predictions that were right; null when it was never predicted. */
  readonly precision: number | null;
  /** Share of its rows that were found; null when there were none. */
  readonly recall: number | null;
  /** Harmonic mean of both, 0 when nothing was found; null when the class neither occurred nor was predicted. */
  readonly f1: number | null;
}

export interface ClassificationReport {
  readonly accuracy: number;
  /** Mean recall over the classes that occurred. */
  readonly balancedAccuracy: number;
  /** Matthews correlation over all classes (Gorodkin's R_K), -1..1; 0 when either side has one class only. */
  readonly mcc: number;
  /** Means over the classes; what has no value counts 0. */
  readonly macro: { readonly precision: number; readonly recall: number; readonly f1: number };
  readonly classes: readonly ClassReport[];
}

const share = (part: number, whole: number): number | null => (whole > 0 ? part / whole : null);

/** Everything that follows from a confusion matrix `matrix[actual][predicted]`. */
export function classificationReport(matrix: readonly (readonly number[])[]): ClassificationReport {
  const support = matrix.map((row) => row.reduce((sum, count) => sum + count, 0));
  const predicted = matrix.map((_, k) => matrix.reduce((sum, row) => sum + row[k]!, 0));
  const total = support.reduce((sum, count) => sum + count, 0);
  const hits = matrix.map((row, k) => row[k]!);
  const correct = hits.reduce((sum, count) => sum + count, 0);
  const classes = hits.map((hit, k) => ({
    support: support[k]!,
    precision: share(hit, predicted[k]!),
    recall: share(hit, support[k]!),
    f1: share(2 * hit, support[k]! + predicted[k]!),
  }));
  const macro = (name: "precision" | "recall" | "f1") =>
    classes.reduce((sum, scores) => sum + (scores[name] ?? 0), 0) / classes.length;
  const recalls = classes.map(({ recall }) => recall).filter((recall) => recall !== null);
  return {
    accuracy: correct / total,
    balancedAccuracy: recalls.reduce((sum, recall) => sum + recall, 0) / recalls.length,
    mcc: matthewsCorrelation(support, predicted, correct, total),
    macro: { precision: macro("precision"), recall: macro("recall"), f1: macro("f1") },
    classes,
  };
}

function matthewsCorrelation(support: number[], predicted: number[], correct: number, total: number): number {
  const dot = (a: number[], b: number[]) => a.reduce((sum, value, k) => sum + value * b[k]!, 0);
  const covariance = correct * total - dot(support, predicted);
  const spread = (total * total - dot(predicted, predicted)) * (total * total - dot(support, support));
  return spread > 0 ? covariance / Math.sqrt(spread) : 0;
}
