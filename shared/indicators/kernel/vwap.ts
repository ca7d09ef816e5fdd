export const vwapState = () => ({ session: Number.NaN, money: 0, volume: 0 });
export type VwapState = ReturnType<typeof vwapState>;

/**
 * Volume-weighted average of the typical price since the session began; the typical price itself until something is
 * traded.
 * @param session the session each bar belongs to: any number that changes when a new one begins; NaN is before the first
 */
export function vwap(
  high: Float64Array,
  low: Float64Array,
  close: Float64Array,
  volume: Float64Array,
  session: Float64Array,
  state: VwapState = vwapState(),
): Float64Array {
  const out = new Float64Array(close.length);
  let { session: current, money, volume: total } = state;
  for (let i = 0; i < out.length; i++) {
    const typical = (high[i]! + low[i]! + close[i]!) / 3;
    out[i] = Number.NaN;
    if (Number.isNaN(typical) || Number.isNaN(session[i]!)) continue;
    if (session[i] !== current) {
      current = session[i]!;
      money = total = 0;
    }
    money += typical * volume[i]!;
    total += volume[i]!;
    out[i] = total > 0 ? money / total : typical;
  }
  Object.assign(state, { session: current, money, volume: total });
  return out;
}
