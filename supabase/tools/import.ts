// npm run import -- --file X.csv[.gz] --symbol EURUSD --timeframe 1h [--on-conflict replace] [--skip-bad]
import { readFile } from "node:fs/promises";
import process from "node:process";
import { parseArgs } from "node:util";
import { type Bars, sliceBars } from "../../shared/market/bars.ts";
import { parseTimeframe } from "../../shared/market/timeframe.ts";
import { readConnection } from "../local/connection.ts";
import { createProgressLine } from "../local/progress-line.ts";
import { type BadRow, readBarsCsv } from "./import/read-bars-csv.ts";

const USAGE = `Usage: npm run import -- --file bars.csv[.gz] --symbol EURUSD --timeframe 1h
  --on-conflict skip|replace   what happens to a bar that is stored already (skip)
  --skip-bad                   import the good rows of a file that has bad ones
  --url, --key                 another project than the one that npm start runs, and its secret key
  --help                       this text`;

const OPTIONS = {
  file: { type: "string" },
  symbol: { type: "string" },
  timeframe: { type: "string" },
  "on-conflict": { type: "string", default: "skip" },
  "skip-bad": { type: "boolean", default: false },
  url: { type: "string" },
  key: { type: "string" },
  help: { type: "boolean", default: false },
} as const;

/** Small enough for one request's body limit, large enough that round trips do not count. */
const BARS_PER_CALL = 20_000;
const BAD_ROWS_SHOWN = 20;

interface Count {
  inserted: number;
  replaced: number;
  skipped: number;
}

async function main(args: readonly string[]): Promise<number> {
  const { values: flags } = parseArgs({ args: [...args], options: OPTIONS });
  if (flags.help) {
    console.log(USAGE);
    return 0;
  }
  const { file, symbol } = flags;
  const timeframe = parseTimeframe(flags.timeframe ?? "");
  if (!file || !symbol || !timeframe) return fail(USAGE);

  const { bars, bad } = await readBarsCsv(await openText(file), timeframe, Date.now());
  if (bad.length > 0) reportBad(bad);
  if (bad.length > 0 && !flags["skip-bad"])
    return fail("Nothing was imported. Mend the file, or pass --skip-bad.");
  if (bars.ts.length === 0) return fail(`${file} holds no bars.`);

  const connection = await readConnection(flags);
  const count = await send(bars, async (chunk) => {
    const response = await fetch(`${connection.url}/functions/v1/market-data/bars`, {
      method: "POST",
      headers: { apikey: connection.key, "content-type": "application/json" },
      body: JSON.stringify({
        symbol,
        timeframe,
        on_conflict: flags["on-conflict"],
        bars: toColumns(chunk),
      }),
    });
    const answer = await response.json();
    if (!response.ok) throw new Error(`${answer.title}: ${answer.detail}`);
    return answer;
  });
  console.log(
    `${symbol} ${timeframe}: ${count.inserted} bars inserted, ${count.replaced} replaced, ${count.skipped} already there` +
      `${bad.length > 0 ? `, ${bad.length} bad rows left out` : ""}.`,
  );
  return 0;
}

async function openText(file: string): Promise<ReadableStream<string>> {
  const bytes = new Blob([await readFile(file)]).stream();
  const plain = file.endsWith(".gz") ? bytes.pipeThrough(new DecompressionStream("gzip")) : bytes;
  return plain.pipeThrough(new TextDecoderStream());
}

/** Sends all bars chunk by chunk. Every acknowledged chunk is stored, and sending the file again skips it. */
async function send(bars: Bars, post: (chunk: Bars) => Promise<Count>): Promise<Count> {
  const total: Count = { inserted: 0, replaced: 0, skipped: 0 };
  const progress = createProgressLine((text) => process.stderr.write(text), process.stderr.isTTY);
  for (let start = 0; start < bars.ts.length; start += BARS_PER_CALL) {
    const count = await post(sliceBars(bars, start, start + BARS_PER_CALL));
    total.inserted += count.inserted;
    total.replaced += count.replaced;
    total.skipped += count.skipped;
    const done = Math.min(start + BARS_PER_CALL, bars.ts.length);
    progress.update(
      done / bars.ts.length,
      `${done.toLocaleString("en")} of ${bars.ts.length.toLocaleString("en")} bars`,
    );
  }
  progress.end();
  return total;
}

function toColumns(bars: Bars): Record<string, number[]> {
  return Object.fromEntries(
    Object.entries(bars).map(([field, values]) => [field, Array.from(values as Float64Array)]),
  );
}

function reportBad(bad: readonly BadRow[]) {
  console.error(`${bad.length} bad rows:`);
  for (const { line, detail } of bad.slice(0, BAD_ROWS_SHOWN)) console.error(`  line ${line}: ${detail}`);
  if (bad.length > BAD_ROWS_SHOWN) console.error(`  … and ${bad.length - BAD_ROWS_SHOWN} more`);
}

function fail(message: string): number {
  console.error(message);
  return 1;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  process.exitCode = fail(error instanceof Error ? error.message : String(error));
}
