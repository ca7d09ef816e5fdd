import { defineIndicator } from "../definition.ts";
import { rollingSumState } from "../kernel/rolling-sum.ts";
import { sma } from "../moving-averages/sma.ts";
import { ratio, volume as volumeUnit } from "../outputs.ts";
import { barCount } from "../params.ts";

/** Mean volume of `period` bars, and the bar's volume relative to it (1 where nothing was traded). */
export function volumeMa(volume: Float64Array, period: number, state = rollingSumState(period)) {
  const average = sma(volume, period, state);
  const relative = new Float64Array(volume.length);
  for (let i = 0; i < relative.length; i++) relative[i] = average[i] === 0 ? 1 : volume[i]! / average[i]!;
  return { volume_ma: average, relative };
}

export const VOLUME_MA = defineIndicator({
  id: "volume_ma",
  title: "Volume moving average",
  category: "volume",
  source: "Mean volume of `period` bars; relative volume is the bar's volume over it.",
  params: { period: barCount(20) },
  inputs: ["volume"],
  outputs: { volume_ma: volumeUnit, relative: ratio },
  memory: "finite",
  warmUp: ({ period }) => period - 1,
  state: ({ period }) => rollingSumState(period),
  run: ({ volume }, { period }, state) => volumeMa(volume, period, state),
});
