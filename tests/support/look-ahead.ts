import type { FeatureDefinition } from "../../shared/features/feature.ts";
import { FeatureInputs } from "../../shared/features/feature-inputs.ts";
import { type Bars, sliceBars } from "../../shared/market/bars.ts";
import type { Instrument } from "../../shared/market/instrument.ts";
import type { Timeframe } from "../../shared/market/timeframe.ts";

/**
 * Names of the features that look ahead: those of which some value before a cut is other, by a single bit, when the bars
 * after the cut are not there.
 */
export function featuresThatLookAhead(
  features: readonly FeatureDefinition[],
  bars: Bars,
  cuts: readonly number[],
  instrument: Instrument,
  timeframe: Timeframe,
): string[] {
  const valuesOf = (known: Bars) => {
    const inputs = new FeatureInputs(known, instrument, timeframe);
    return features.map(({ compute }) => compute(inputs));
  };
  const whole = valuesOf(bars);
  const found = new Set<string>();
  for (const cut of cuts) {
    valuesOf(sliceBars(bars, 0, cut)).forEach((known, f) => {
      const { name, lookback } = features[f]!;
      for (let row = lookback - 1; row < cut; row++)
        if (!Object.is(known[row], whole[f]![row])) found.add(name);
    });
  }
  return [...found];
}
