import type { Bars } from "../../market/bars.ts";
import { defineIndicator } from "../definition.ts";
import { price } from "../outputs.ts";
import { integer } from "../params.ts";

const anchoredVwapState = () => ({ money: 0, volume: 0 });

/**
 * Typical price weighted by volume since the first bar at or after `anchor` (epoch ms); the typical price itself until
 * something is traded, and nothing before the anchor.
 */
export function anchoredVwap(
  { ts, high, low, close, volume }: Bars,
  anchor: number,
  state = anchoredVwapState(),
): Float64Array {
  const out = new Float64Array(ts.length);
  let { money, volume: total } = state;
  for (let i = 0; i < out.length; i++) {
    out[i] = Number.NaN;
    // The time of a missing bar is NaN, which is not after the anchor either.
    if (!(ts[i]! >= anchor)) continue;
    const typical = (high[i]! + low[i]! + close[i]!) / 3;
    money += typical * volume[i]!;
    total += volume[i]!;
    out[i] = total > 0 ? money / total : typical;
  }
  state.money = money;
  state.volume = total;
  return out;
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
  state: anchoredVwapState,
  run: (bars, { anchor }, state) => ({ anchored_vwap: anchoredVwap(bars, anchor, state) }),
});
