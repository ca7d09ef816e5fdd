import { defineIndicator } from "../definition.ts";
import { change } from "../kernel/change.ts";
import { exponentialState } from "../kernel/exponential.ts";
import { lagState } from "../kernel/lag.ts";
import { ema } from "../moving-averages/ema.ts";
import { money } from "../outputs.ts";
import { barCount } from "../params.ts";

const forceIndexState = () => ({ previous: lagState(1), average: exponentialState() });

/** Elder's force index: EMA of the change of the close times volume. */
export function forceIndex(
  close: Float64Array,
  volume: Float64Array,
  period: number,
  state = forceIndexState(),
): Float64Array {
  const force = change(close, 1, state.previous);
  for (let i = 0; i < force.length; i++) force[i] = force[i]! * volume[i]!;
  return ema(force, period, state.average, force);
}

export const FORCE_INDEX = defineIndicator({
  id: "force_index",
  title: "Force index",
  category: "volume",
  source: "Elder 1993, Trading for a Living.",
  params: { period: barCount(13) },
  inputs: ["close", "volume"],
  outputs: { force_index: money },
  memory: "decaying",
  warmUp: ({ period }) => period,
  state: forceIndexState,
  run: ({ close, volume }, { period }, state) => ({ force_index: forceIndex(close, volume, period, state) }),
});
