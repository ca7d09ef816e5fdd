import { defineIndicator } from "../definition.ts";
import { vwap, vwapState } from "../kernel/vwap.ts";
import { price } from "../outputs.ts";
import { integer } from "../params.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** Number of the day each bar falls in, when days begin `startMinutes` after midnight UTC. */
export function sessionDays(ts: Float64Array, startMinutes: number): Float64Array {
  const days = new Float64Array(ts.length);
  for (let i = 0; i < ts.length; i++) days[i] = Math.floor((ts[i]! - startMinutes * MINUTE_MS) / DAY_MS);
  return days;
}

export const SESSION_VWAP = defineIndicator({
  id: "session_vwap",
  title: "Volume-weighted average price of the session",
  category: "volume",
  source:
    "Typical price weighted by volume since the session began; the typical price until something is traded.",
  params: { startMinutes: integer(0, 0, 1439) },
  inputs: ["ts", "high", "low", "close", "volume"],
  outputs: { session_vwap: price },
  memory: "cumulative",
  warmUp: () => 0,
  state: vwapState,
  run: ({ ts, high, low, close, volume }, { startMinutes }, state) => ({
    session_vwap: vwap(high, low, close, volume, sessionDays(ts, startMinutes), state),
  }),
});
