/**
 * How far so many rows of one symbol reach, of the symbol whose rows lie furthest apart: where calendars differ, a horizon
 * of a share that trades seven hours a day is several of a currency's. A symbol's spans vary (nights, weekends, holidays), so
 * its share-quantile of them counts; symbols with no more rows than that are not looked at. 0 where none has more.
 * @param symbol of each row; rows in any order
 * @param place of each row on any axis of time
 * @param share 0..1; below 1, so that a single gap in the data does not count as a calendar
 */
export function slowestSpan(
  symbol: ArrayLike<number>,
  place: Float64Array,
  rows: number,
  share: number,
): number {
  return Math.max(
    0,
    ...placesBySymbol(symbol, place).map((places) => {
      const spans = places.subarray(rows).map((at, i) => at - places[i]!);
      return spans.sort()[Math.floor(share * (spans.length - 1))] ?? 0;
    }),
  );
}

/** Each symbol's places, ascending. */
function placesBySymbol(symbol: ArrayLike<number>, place: Float64Array): Float64Array[] {
  const counts = new Map<number, number>();
  for (let row = 0; row < place.length; row++) counts.set(symbol[row]!, (counts.get(symbol[row]!) ?? 0) + 1);
  const all = new Map(Array.from(counts, ([own, count]) => [own, new Float64Array(count)]));
  for (let row = place.length - 1; row >= 0; row--) {
    const left = counts.get(symbol[row]!)! - 1;
    counts.set(symbol[row]!, left);
    all.get(symbol[row]!)![left] = place[row]!;
  }
  return Array.from(all.values(), (places) => places.sort());
}
