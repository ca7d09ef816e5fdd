import { describe, expect, test } from "vitest";
import {
  QUOTES_CASES,
  QUOTES_FILES_TESTED_APART,
  type QuotesCase,
} from "../../tests/oracles/quotes-cases.ts";
import {
  HAS_QUOTES,
  quotesFiles,
  readQuotes,
  readQuotesFile,
  toNumbers,
} from "../../tests/oracles/read-quotes.ts";
import { worstError } from "../../tests/oracles/worst-error.ts";
import { renkoBricks } from "../../tests/support/renko-bricks.ts";
import { findIndicator } from "./catalogue.ts";
import { compute } from "./compute.ts";
import { atr } from "./volatility/atr.ts";

/** Every output of a case with what it should be. */
function columnsOf({ file, indicator, params, outputs, scale, swapped }: QuotesCase) {
  const quotes = readQuotes();
  const bars = swapped ? { ...quotes, close: quotes.reference, reference: quotes.close } : quotes;
  const values = compute(findIndicator(indicator)!, bars, params);
  const { columns } = readQuotesFile(file);
  return Object.entries(outputs).map(([ours, theirs]) => ({
    name: ours,
    actual: values[ours]!,
    expected: toNumbers(columns[theirs]!, scale),
  }));
}

const named = (cases: readonly QuotesCase[]) =>
  cases.map((quotesCase) => [quotesCase.file, quotesCase] as const);
const exact = QUOTES_CASES.filter(({ exception }) => exception === undefined);
const exceptions = QUOTES_CASES.filter(({ exception }) => exception !== undefined);

describe.skipIf(!HAS_QUOTES)("502 daily bars (../shared/data/goldens; skipped where absent)", () => {
  test.each(named(exact))("%s is exact from the first value on", (_, quotesCase) => {
    for (const { name, actual, expected } of columnsOf(quotesCase)) {
      const { error, missing } = worstError(actual, expected);
      expect(missing, `${name} has a value where the file has none, or none where it has one`).toBe(-1);
      expect(error, name).toBeLessThan(1e-9);
    }
  });

  test.each(named(exceptions.filter(({ agreesFrom }) => agreesFrom)))(
    "%s differs only in how it begins",
    (_, quotesCase) => {
      for (const { name, actual, expected } of columnsOf(quotesCase)) {
        const { error, missing } = worstError(actual, expected, quotesCase.agreesFrom);
        expect(missing, name).toBe(-1);
        expect(error, name).toBeLessThan(1e-9);
      }
    },
  );

  test("obv is the file's plus the first volume", () => {
    const [column] = columnsOf(exceptions.find(({ file }) => file === "obv")!);
    const first = readQuotes().volume[0]!;
    expect(Array.from(column!.actual)).toEqual(Array.from(column!.expected, (value) => value + first));
  });

  test("barpart is the close", () => {
    expect(toNumbers(readQuotesFile("barpart").columns.value!)).toEqual(readQuotes().close);
  });

  test.each([
    ["renko", (): number => 1, 213],
    ["renko-atr", () => lastAtr(), 212.8],
  ] as const)("%s gives the same bricks", (file, size, base) => {
    const bricks = renkoBricks(readQuotes(), size(), base);
    const golden = readQuotesFile(file);
    expect(bricks.ts).toEqual(golden.ts!.map((ts) => Date.parse(`${ts}Z`)));
    for (const name of ["open", "high", "low", "close", "volume"] as const) {
      expect(worstError(bricks[name], toNumbers(golden.columns[name]!)).error, name).toBeLessThan(1e-9);
    }
  });

  test("no golden file is left out, and at most eight are exceptions", () => {
    const tested = new Set<string>([...QUOTES_CASES.map(({ file }) => file), ...QUOTES_FILES_TESTED_APART]);
    expect(quotesFiles().filter((file) => !tested.has(file))).toEqual([]);
    expect(exceptions.length).toBeLessThanOrEqual(8);
  });
});

function lastAtr(): number {
  const { high, low, close } = readQuotes();
  return atr(high, low, close, 14).at(-1)!;
}
