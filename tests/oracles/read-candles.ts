import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import type { IndicatorBars } from "../../shared/indicators/indicator-bars.ts";

/** A golden series with TA-Lib's candle patterns: the bars, and the expected column of each function (NaN: none yet). */
export function readCandleSeries(name: string) {
  const file = new URL(`../../../shared/data/goldens/candles_${name}.csv.gz`, import.meta.url);
  const [header = "", ...lines] = gunzipSync(readFileSync(file)).toString().trim().split(/\r?\n/);
  const names = header.split(",");
  const rows = lines.map((line) => line.split(","));
  const column = (field: string) => {
    const index = names.indexOf(field);
    return Float64Array.from(rows, (row) => (row[index] ? Number(row[index]) : Number.NaN));
  };
  const bars: IndicatorBars = {
    ts: Float64Array.from(rows, (_, i) => i),
    open: column("Open"),
    high: column("High"),
    low: column("Low"),
    close: column("Close"),
    volume: column("Volume"),
  };
  return {
    bars,
    patterns: new Map(
      names.filter((field) => field.startsWith("CDL")).map((field) => [field, column(field)]),
    ),
  };
}
