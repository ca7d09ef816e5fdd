import { defineIndicator } from "../definition.ts";
import { vwap, vwapState } from "../kernel/vwap.ts";
import { price } from "../outputs.ts";
import { integer } from "../params.ts";

/** One session from the anchor on; before it there is none. */
function sinceAnchor(ts: Float64Array, anchor: number): Float64Array {
  const sessions = new Float64Array(ts.length);
  for (let i = 0; i < ts.length; i++) sessions[i] = ts[i]! >= anchor ? 0 : Number.NaN;
  return sessions;
}

export const ANCHORED_VWAP = defineIndicator({
  id: "anchored_vwap",
  title: "Anchored volume-weighted average price",
  category: "volume",
  source:
    "Typical price weighted by volume since the bar that opened at `anchor` (epoch ms; 0: the first bar given).",
  params: { anchor: integer(0, 0, 8.64e15) },
  inputs: ["ts", "high", "low", "close", "volume"],
  outputs: { anchored_vwap: price },
  memory: "cumulative",
  warmUp: () => 0,
  state: vwapState,
  run: ({ ts, high, low, close, volume }, { anchor }, state) => ({
    anchored_vwap: vwap(high, low, close, volume, sinceAnchor(ts, anchor), state),
  }),
});
