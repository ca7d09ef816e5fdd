import { defineIndicator } from "../definition.ts";
import { lagState } from "../kernel/lag.ts";
import { percentRank, percentRankState } from "../kernel/percent-rank.ts";
import { bounded } from "../outputs.ts";
import { barCount } from "../params.ts";
import { rateOfChange } from "./rate-of-change.ts";
import { rsi, rsiState } from "./rsi.ts";

const connorsRsiState = (rank: number) => ({
  rsi: rsiState(),
  streak: { previous: Number.NaN, length: 0 },
  streakRsi: rsiState(),
  change: lagState(1),
  rank: percentRankState(rank),
});

/** Closes in a row that rose (counted up from 0) or fell (counted down); an unchanged close ends the streak. */
function streaks(x: Float64Array, state: { previous: number; length: number }): Float64Array {
  const out = new Float64Array(x.length);
  for (let i = 0; i < x.length; i++) {
    const v = x[i]!;
    out[i] = Number.NaN;
    if (Number.isNaN(v)) continue;
    if (v > state.previous) state.length = Math.max(state.length, 0) + 1;
    else if (v < state.previous) state.length = Math.min(state.length, 0) - 1;
    else state.length = 0;
    state.previous = v;
    out[i] = state.length;
  }
  return out;
}

/** Mean of a short RSI, an RSI of the streak of rises or falls, and the rank of the last change among `rank` before. */
export function connorsRsi(
  x: Float64Array,
  period: number,
  streak: number,
  rank: number,
  state = connorsRsiState(rank),
) {
  const out = rsi(x, period, state.rsi);
  const streakRsi = rsi(streaks(x, state.streak), streak, state.streakRsi);
  const rankOfChange = percentRank(rateOfChange(x, 1, state.change), rank, state.rank);
  for (let i = 0; i < out.length; i++) out[i] = (out[i]! + streakRsi[i]! + rankOfChange[i]!) / 3;
  return out;
}

export const CONNORS_RSI = defineIndicator({
  id: "connors_rsi",
  title: "Connors RSI",
  category: "momentum",
  source: "Connors and Alvarez 2012, An Introduction to ConnorsRSI.",
  params: { period: barCount(3), streak: barCount(2), rank: barCount(100) },
  inputs: ["close"],
  outputs: { connors_rsi: bounded(0, 100) },
  memory: "decaying",
  warmUp: ({ period, streak, rank }) => Math.max(period, streak, rank + 1),
  state: ({ rank }) => connorsRsiState(rank),
  run: ({ close }, { period, streak, rank }, state) => ({
    connors_rsi: connorsRsi(close, period, streak, rank, state),
  }),
});
