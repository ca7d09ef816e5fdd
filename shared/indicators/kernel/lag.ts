export const lagState = (bars: number) => ({ ring: new Float64Array(bars).fill(Number.NaN), position: 0 });
export type LagState = ReturnType<typeof lagState>;

/** The value of `bars` bars ago; missing bars do not count. */
export function lag(x: Float64Array, bars: number, state: LagState = lagState(bars)): Float64Array {
  const out = new Float64Array(x.length);
  const { ring } = state;
  let { position } = state;
  for (let i = 0; i < x.length; i++) {
    const v = x[i]!;
    if (Number.isNaN(v)) {
      out[i] = Number.NaN;
      continue;
    }
    out[i] = ring[position]!;
    ring[position] = v;
    if (++position === bars) position = 0;
  }
  state.position = position;
  return out;
}
