export const holdLastState = () => ({ value: Number.NaN });

/** The last value that was not missing; missing itself at missing bars. */
export function holdLast(sparse: Float64Array, bars: Float64Array, state = holdLastState()): Float64Array {
  const out = new Float64Array(sparse.length);
  for (let i = 0; i < out.length; i++) {
    if (!Number.isNaN(sparse[i]!)) state.value = sparse[i]!;
    out[i] = Number.isNaN(bars[i]!) ? Number.NaN : state.value;
  }
  return out;
}
