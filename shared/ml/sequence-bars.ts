/** The places of all bars of the sequences that end at the given ones, sequence after sequence. */
export function sequencePlaces(ends: Uint32Array, length: number): Uint32Array {
  if (length === 1) return ends;
  const places = new Uint32Array(ends.length * length);
  for (let i = 0; i < places.length; i++) {
    places[i] = ends[Math.floor(i / length)]! - length + 1 + (i % length);
  }
  return places;
}

/** The bars that any of the sequences shows, each once and in order, and where among them each sequence ends. */
export function sequenceBars(
  ends: Uint32Array,
  length: number,
): { readonly bars: Uint32Array; readonly rowBars: Uint32Array } {
  const last = ends.reduce((most, end) => Math.max(most, end), 0);
  const isShown = new Uint8Array(last + 1);
  for (const end of ends) isShown.fill(1, end - length + 1, end + 1);
  const rank = new Uint32Array(last + 1);
  let count = 0;
  for (let place = 0; place <= last; place++) if (isShown[place]) rank[place] = count++;
  const bars = new Uint32Array(count);
  for (let place = 0; place <= last; place++) if (isShown[place]) bars[rank[place]!] = place;
  return { bars, rowBars: ends.map((end) => rank[end]!) };
}

/**
 * Shorter sequences of the same newest bars.
 * @param sequences windows of `from` bars one after another, the newest bar last
 */
export function newestBars(sequences: Float32Array, from: number, to: number): Float32Array {
  if (from === to) return sequences;
  const windows = sequences.length / from;
  const newest = new Float32Array(windows * to);
  for (let window = 0; window < windows; window++) {
    newest.set(sequences.subarray((window + 1) * from - to, (window + 1) * from), window * to);
  }
  return newest;
}
