import { type ReliabilityBin, reliabilityBins } from "./reliability.ts";

/** Parts of the Brier score: score = reliability - resolution + uncertainty + within bins. */
export interface BrierParts {
  /** Mean squared distance of what was stated and what came true; 0 is perfect. */
  readonly reliability: number;
  /** How far the outcomes of the bins lie from the base rate: the more, the more was known. */
  readonly resolution: number;
  /** Of the outcomes alone: the score of whoever states the base rate. */
  readonly uncertainty: number;
  /** The share of differing statements in one bin (Stephenson, Coelho and Jolliffe 2008); 0 when each bin states one value. */
  readonly withinBins: number;
}

/** Murphy's (1973) decomposition for one class against the rest, over bins of equal width. */
export function brierParts(stated: Float64Array, cameTrue: (row: number) => boolean, bins = 15): BrierParts {
  const rows = stated.length;
  let score = 0;
  let occurred = 0;
  stated.forEach((probability, row) => {
    const outcome = cameTrue(row) ? 1 : 0;
    occurred += outcome;
    score += (probability - outcome) * (probability - outcome);
  });
  const base = occurred / rows;
  const filled = reliabilityBins(stated, cameTrue, bins);
  const reliability = weighted(filled, rows, (bin) => bin.stated - bin.observed);
  const resolution = weighted(filled, rows, (bin) => bin.observed - base);
  const uncertainty = base * (1 - base);
  return {
    reliability,
    resolution,
    uncertainty,
    withinBins: score / rows - (reliability - resolution + uncertainty),
  };
}

/** The same of all three classes together: their sums, as the Brier score of several classes is a sum. */
export function brierPartsOfClasses(probabilities: ArrayLike<number>, labels: Uint8Array): BrierParts {
  const parts = [0, 1, 2].map((k) =>
    brierParts(
      Float64Array.from(labels, (_, row) => probabilities[row * 3 + k]!),
      (row) => labels[row] === k,
    ),
  );
  const sum = (name: keyof BrierParts) => parts.reduce((total, part) => total + part[name], 0);
  return {
    reliability: sum("reliability"),
    resolution: sum("resolution"),
    uncertainty: sum("uncertainty"),
    withinBins: sum("withinBins"),
  };
}

type FilledBin = { readonly stated: number; readonly observed: number };

/** Mean of the squared distances, each bin with the weight of its rows. */
function weighted(
  bins: readonly ReliabilityBin[],
  rows: number,
  distance: (bin: FilledBin) => number,
): number {
  let sum = 0;
  for (const { count, stated, observed } of bins) {
    if (stated === null || observed === null) continue;
    sum += count * distance({ stated, observed }) ** 2;
  }
  return sum / rows;
}
