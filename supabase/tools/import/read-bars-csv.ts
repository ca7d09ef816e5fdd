import { CsvParseStream } from "deno-std/csv/parse_stream.js";
import { TextLineStream } from "deno-std/streams/text_line_stream.js";
import { BAR_FIELDS, type BarField, type Bars } from "../../../shared/market/bars.ts";
import type { Timeframe } from "../../../shared/market/timeframe.ts";
import { findBarFaults } from "../../../shared/market/validate-bars.ts";

export interface BadRow {
  /** Line of the file, the header being line 1. */
  readonly line: number;
  readonly detail: string;
}

export interface CsvBars {
  /** The good rows. */
  readonly bars: Bars;
  readonly bad: readonly BadRow[];
}

const REQUIRED = ["ts", "open", "high", "low", "close"] as const;

/**
 * Reads bars from CSV text with a header line: `ts` (ISO 8601 with a zone, or epoch milliseconds), open, high, low,
 * close, and volume where the feed has one; other columns are ignored, and so are empty lines. A record is one line.
 * @throws Error when the header lacks a column
 */
export async function readBarsCsv(
  text: ReadableStream<string>,
  timeframe: Timeframe,
  now: number,
): Promise<CsvBars> {
  const rows: number[][] = [];
  const lines: number[] = [];
  let columns: number[] | undefined;
  const records = text
    .pipeThrough(new TextLineStream())
    .pipeThrough(withoutEmptyLines(lines))
    .pipeThrough(new CsvParseStream({ separator: "," }));
  for await (const record of records) {
    if (!columns) {
      columns = columnsOf(record);
      continue;
    }
    rows.push(
      columns.map((column, field) => readValue(BAR_FIELDS[field]!, column < 0 ? "0" : record[column])),
    );
  }
  const bars = toBars(rows);
  const faults = findBarFaults(bars, timeframe, now, Number.POSITIVE_INFINITY);
  const faulty = new Set(faults.map(({ index }) => index));
  return {
    bars: faulty.size === 0 ? bars : toBars(rows.filter((_, index) => !faulty.has(index))),
    bad: faults.map(({ index, field, detail }) => ({
      line: lines[index + 1]!,
      detail: `${field} ${detail}`,
    })),
  };
}

/** Lines that hold something; their numbers go into `numbers`, because the CSV parser does not count empty ones. */
function withoutEmptyLines(numbers: number[]): TransformStream<string, string> {
  let number = 0;
  return new TransformStream({
    transform(line, controller) {
      number++;
      if (line === "") return;
      numbers.push(number);
      controller.enqueue(`${line}\n`);
    },
  });
}

/** Where each field of a bar stands in a record; -1 for a volume that the feed does not have. */
function columnsOf(header: readonly string[]): number[] {
  const names = header.map((name) => name.trim().toLowerCase());
  const missing = REQUIRED.filter((field) => !names.includes(field));
  if (missing.length > 0) throw new Error(`The header line lacks: ${missing.join(", ")}.`);
  return BAR_FIELDS.map((field) => names.indexOf(field));
}

/** NaN for what is no number or no time; the checks on bars then say so. */
function readValue(field: BarField, text: string | undefined): number {
  if (text === undefined || text.trim() === "") return Number.NaN;
  if (field !== "ts" || /^-?\d+$/.test(text)) return Number(text);
  // Without a zone the time would depend on where the import runs.
  return /(?:Z|[+-]\d\d:?\d\d)$/.test(text) ? Date.parse(text) : Number.NaN;
}

function toBars(rows: readonly (readonly number[])[]): Bars {
  const column = (field: BarField) => Float64Array.from(rows, (row) => row[BAR_FIELDS.indexOf(field)]!);
  return {
    ts: column("ts"),
    open: column("open"),
    high: column("high"),
    low: column("low"),
    close: column("close"),
    volume: column("volume"),
  };
}
