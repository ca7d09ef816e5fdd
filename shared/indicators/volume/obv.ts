import { defineIndicator } from "../definition.ts";
import { volume as volumeUnit } from "../outputs.ts";

/** The first close is above all that came before, so its volume is added. */
const obvState = () => ({ previous: Number.NEGATIVE_INFINITY, total: 0 });

/** On-balance volume: volume added when the close rises, taken away when it falls; it starts at the first volume. */
export function obv(close: Float64Array, volume: Float64Array, state = obvState()): Float64Array {
  const out = new Float64Array(close.length);
  let { previous, total } = state;
  for (let i = 0; i < out.length; i++) {
    const c = close[i]!;
    out[i] = Number.NaN;
    if (Number.isNaN(c)) continue;
    // Counted, not branched on: which way a close moves is no better guessed than a coin.
    total += (Number(c > previous) - Number(c < previous)) * volume[i]!;
    previous = c;
    out[i] = total;
  }
  state.previous = previous;
  state.total = total;
  return out;
}

export const OBV = defineIndicator({
  id: "obv",
  title: "On-balance volume",
  category: "volume",
  source: "Granville 1963; starts at the first bar's volume, as TA-Lib's OBV.",
  params: {},
  inputs: ["close", "volume"],
  outputs: { obv: volumeUnit },
  memory: "cumulative",
  warmUp: () => 0,
  state: obvState,
  run: ({ close, volume }, _, state) => ({ obv: obv(close, volume, state) }),
});
