import { log } from "../../math/elementary.ts";
import { type FeatureDefinition, featuresOf } from "../feature.ts";
import type { FeatureInputs } from "../feature-inputs.ts";
import { quotient } from "../kernel/quotient.ts";
import { rankOfNewest } from "../kernel/window-statistics.ts";
import { windowSum } from "../kernel/window-sum.ts";

const regime = featuresOf("regime");

/** Kaufman's efficiency ratio: net change over the path walked, 0..1; 0 where nothing moves. */
function efficiency(inputs: FeatureInputs, bars: number): Float64Array {
  return inputs.column(`efficiency_${bars}`, () => {
    const path = windowSum(inputs.change(inputs.bars.close, 1).map(Math.abs), bars);
    return quotient(inputs.change(inputs.bars.close, bars).map(Math.abs), path);
  });
}

/** Variance of sums of five returns over five times that of single ones: above 1 in trends, below 1 in reversals. */
function varianceRatio(inputs: FeatureInputs): Float64Array {
  const squaredSums = inputs.change(inputs.logClose, 5).map((sum) => sum * sum);
  return quotient(
    windowSum(squaredSums, 60),
    windowSum(inputs.squaredReturn, 60).map((squares) => 5 * squares),
    1,
  );
}

export const REGIME_FEATURES: readonly FeatureDefinition[] = [
  ...[10, 30, 100].map((bars) =>
    regime(
      `efficiency_ratio_${bars}`,
      bars + 1,
      `|change of the close over ${bars} bars| over the sum of its |changes|.`,
      (inputs) => efficiency(inputs, bars),
    ),
  ),
  regime(
    "choppiness_14",
    15,
    "Choppiness index of 14 bars over 100: log(sum of true ranges / range) / log(14).",
    (inputs) => {
      const [high, low] = [inputs.highest(14), inputs.lowest(14)];
      const walked = windowSum(inputs.trueRange, 14);
      return inputs.each((i) => {
        const range = high[i]! - low[i]!;
        return range === 0 ? 0 : log(walked[i]! / range) / log(14);
      });
    },
  ),
  regime(
    "variance_ratio_5_60",
    65,
    "Variance of 5-bar log returns over 5 times that of 1-bar ones, 60 bars.",
    varianceRatio,
  ),
  regime(
    "regime_state",
    130,
    "0 quiet and directionless, 1 quiet trend, 2 wild and directionless, 3 wild trend: volatility_30 above its median of 100 bars counts 2, efficiency_ratio_30 above 0.25 counts 1.",
    (inputs) => {
      const wild = inputs.over(inputs.volatility(30), 100, rankOfNewest);
      const directed = efficiency(inputs, 30);
      return wild.map((rank, i) => (rank > 0.5 ? 2 : 0) + (directed[i]! > 0.25 ? 1 : 0));
    },
  ),
];
