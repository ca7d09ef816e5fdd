import type { IndicatorBars } from "../indicator-bars.ts";
import { standardColumns } from "../standard-set.ts";
import { type LatestValues, VOTES } from "../votes.ts";

/** The votes of every weighted indicator at each bar, by its name: -1..1, NaN where it abstains. */
export function voteColumns(bars: IndicatorBars): Record<string, Float64Array> {
  const columns = standardColumns(bars);
  return votesOf(bars.close.length, (row) => (name) => columns[name]?.[row] ?? Number.NaN);
}

/** The same from any values, given row by row. */
export function votesOf(rows: number, valuesOf: (row: number) => LatestValues): Record<string, Float64Array> {
  const votes = Object.fromEntries(Object.keys(VOTES).map((name) => [name, new Float64Array(rows)]));
  for (let row = 0; row < rows; row++) {
    const values = valuesOf(row);
    for (const [name, rule] of Object.entries(VOTES)) {
      const raw = rule.of(values);
      votes[name]![row] = Number.isFinite(raw) ? Math.max(-1, Math.min(1, raw)) : Number.NaN;
    }
  }
  return votes;
}
