import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import type { Bars } from "../../shared/market/bars.ts";

/** Real bars for tests, beside the checkout and never in it. */
const FOLDER = "../shared/data/bars";

/** True where the real bars are to be had; tests that need them are skipped elsewhere. */
export const hasRealBars = existsSync(FOLDER);

/** Reads one of the files, for example "eurusd_1h". */
export function readRealBars(name: string): Bars {
  const text = gunzipSync(readFileSync(`${FOLDER}/${name}.csv.gz`)).toString();
  const rows = text
    .trimEnd()
    .split("\n")
    .slice(1)
    .map((line) => line.split(","));
  const column = (at: number) => Float64Array.from(rows, (row) => Number(row[at]));
  const ts = Float64Array.from(rows, ([iso]) => Date.parse(iso!));
  return { ts, open: column(1), high: column(2), low: column(3), close: column(4), volume: column(5) };
}
