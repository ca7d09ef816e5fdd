import fc from "fast-check";
import type { TransactionSql } from "postgres";
import { describe, expect, test } from "vitest";
import { ANON, become, SERVICE, USER } from "./callers.ts";
import { MigratedDatabase } from "./database.ts";
import { storeInstrument } from "./market.ts";

const HOUR = 3_600_000;
const START = Date.UTC(2023, 11, 31, 20);

type Columns = Record<string, unknown>;

const database = new MigratedDatabase();

/** Flat bars at the given hours after the start. */
function flatBars(hours: readonly number[], price = 1.1) {
  const column = (value: number) => hours.map(() => value);
  return {
    ts: hours.map((hour) => START + hour * HOUR),
    open: column(price),
    high: column(price),
    low: column(price),
    close: column(price),
    volume: column(0),
  };
}

async function write(tx: TransactionSql, bars: unknown, onConflict = "skip", symbol = "EURUSD") {
  const [row] =
    await tx`select public.write_bars(${symbol}, '1h', ${tx.json(bars as never)}, ${onConflict}) as count`;
  return row!.count as unknown;
}

async function read(
  tx: TransactionSql,
  options: { from?: Date; to?: Date; limit?: number; newest?: boolean } = {},
) {
  const { from = null, to = null, limit = 1000, newest = false } = options;
  const [row] =
    await tx`select public.read_bars('EURUSD', '1h', ${from}, ${to}, ${limit}, ${newest}) as bars`;
  return row!.bars as Record<keyof ReturnType<typeof flatBars>, number[]>;
}

/** Runs a body as the service, with EURUSD known; nothing stays. */
function withInstrument<T>(body: (tx: TransactionSql) => Promise<T>): Promise<T> {
  return database.rolledBack(async (tx) => {
    await become(tx, SERVICE);
    await storeInstrument(tx);
    return body(tx);
  });
}

describe("write_bars", () => {
  test("what is written is read, number by number, over the turn of a year", async () => {
    const price = fc.double({ min: 1e-9, max: 1e9, noNaN: true });
    const bar = fc.record({
      prices: fc.tuple(price, price, price, price),
      volume: fc.double({ min: 0, max: 1e12, noNaN: true }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(bar, { minLength: 1, maxLength: 20 }), async (bars) => {
        const sorted = bars.map(
          ({ prices }) => [...prices].sort((a, b) => a - b) as [number, number, number, number],
        );
        const columns = {
          ts: bars.map((_, i) => START + i * HOUR),
          open: sorted.map((p) => p[1]),
          high: sorted.map((p) => p[3]),
          low: sorted.map((p) => p[0]),
          close: sorted.map((p) => p[2]),
          volume: bars.map(({ volume }) => volume),
        };
        await withInstrument(async (tx) => {
          expect(await write(tx, columns)).toEqual({ inserted: bars.length, replaced: 0, skipped: 0 });
          expect(await read(tx)).toEqual(columns);
        });
      }),
      { numRuns: 20 },
    );
  });

  test("a stored bar is skipped, and replaced only when asked and different", async () => {
    await withInstrument(async (tx) => {
      await write(tx, flatBars([0, 1]));
      expect(await write(tx, flatBars([1, 2], 1.2))).toEqual({ inserted: 1, replaced: 0, skipped: 1 });
      expect((await read(tx)).close).toEqual([1.1, 1.1, 1.2]);
      expect(await write(tx, flatBars([1, 2, 3], 1.2), "replace")).toEqual({
        inserted: 1,
        replaced: 1,
        skipped: 1,
      });
      expect((await read(tx)).close).toEqual([1.1, 1.2, 1.2, 1.2]);
    });
  });

  test("a call without bars writes nothing", async () => {
    await withInstrument(async (tx) => {
      expect(await write(tx, flatBars([]))).toEqual({ inserted: 0, replaced: 0, skipped: 0 });
    });
  });

  test("vwap and transactions may come along", async () => {
    await withInstrument(async (tx) => {
      await write(tx, { ...flatBars([0]), vwap: [1.1], transactions: [12] });
      expect(await tx`select vwap, transactions::int from public.market_data`).toEqual([
        { vwap: 1.1, transactions: 12 },
      ]);
    });
  });

  test.each<[string, Columns, string]>([
    ["no columns", {}, "EW400"],
    ["a column that is no array", { ...flatBars([0]), close: 1.1 }, "EW400"],
    ["columns of different lengths", { ...flatBars([0, 1]), close: [1.1] }, "EW400"],
    ["two bars of one time", flatBars([3, 3]), "EW400"],
    ["a time before 1900", { ...flatBars([0]), ts: [-3e12] }, "EW400"],
    ["a time in the future", { ...flatBars([0]), ts: [Date.now() + 72 * HOUR] }, "EW400"],
    ["a text for a price", { ...flatBars([0]), close: ["dear"] }, "22P02"],
    ["a missing price", { ...flatBars([0]), close: [null] }, "23502"],
    ["a price that is not a number", { ...flatBars([0]), close: ["NaN"] }, "23514"],
    ["an infinite price", { ...flatBars([0]), high: ["Infinity"] }, "23514"],
    ["a high below the low", { ...flatBars([0]), high: [1.0] }, "23514"],
    ["a close above the high", { ...flatBars([0]), close: [1.2] }, "23514"],
    ["a negative volume", { ...flatBars([0]), volume: [-1] }, "23514"],
  ])("%s is refused as a whole", async (_, columns, code) => {
    await expect(withInstrument((tx) => write(tx, columns))).rejects.toMatchObject({ code });
  });

  test("an unknown symbol, timeframe or conflict rule is refused", async () => {
    await expect(withInstrument((tx) => write(tx, flatBars([0]), "skip", "NOPE"))).rejects.toMatchObject({
      code: "EW404",
    });
    await expect(withInstrument((tx) => write(tx, flatBars([0]), "merge"))).rejects.toMatchObject({
      code: "EW400",
    });
    const weekly = withInstrument(
      (tx) => tx`select public.write_bars('EURUSD', '1w', ${tx.json(flatBars([0]))})`,
    );
    await expect(weekly).rejects.toMatchObject({ code: "23514" });
  });
});

describe("read_bars", () => {
  test("takes the oldest or the newest of the range, and answers oldest first", async () => {
    await withInstrument(async (tx) => {
      await write(tx, flatBars([0, 1, 2, 3, 4, 5]));
      const times = async (options: Parameters<typeof read>[1]) =>
        (await read(tx, options)).ts.map((ts) => (ts - START) / HOUR);
      const range = { from: new Date(START + HOUR), to: new Date(START + 5 * HOUR) };
      expect(await times(range)).toEqual([1, 2, 3, 4]);
      expect(await times({ ...range, limit: 2 })).toEqual([1, 2]);
      expect(await times({ ...range, limit: 2, newest: true })).toEqual([3, 4]);
      expect(await times({ from: new Date(START + 9 * HOUR) })).toEqual([]);
    });
  });

  test.each([0, -1, 50_001, null])("a limit of %s is refused", async (limit) => {
    await expect(withInstrument((tx) => read(tx, { limit: limit as number }))).rejects.toMatchObject({
      code: "EW400",
    });
  });

  test("signed-in users may read, others may not", async () => {
    await withInstrument(async (tx) => {
      await write(tx, flatBars([0]));
      await become(tx, USER);
      expect((await read(tx)).ts).toEqual([START]);
      await become(tx, ANON);
      await expect(read(tx)).rejects.toMatchObject({ code: "42501" });
    });
  });
});

describe("find_bar_gaps", () => {
  async function gaps(tx: TransactionSql, limit = 1000) {
    const [row] = await tx`select public.find_bar_gaps('EURUSD', '1h', null, null, ${limit}) as gaps`;
    return row!.gaps as { from: number[]; to: number[]; missing: number[] };
  }

  test("the bars there are and the bars missing make up the whole range", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.integer({ min: 0, max: 60 }), { minLength: 1, maxLength: 20 }),
        (hours) =>
          withInstrument(async (tx) => {
            await write(tx, flatBars(hours));
            const { from, to, missing } = await gaps(tx);
            const found = from.flatMap((start, i) =>
              Array.from({ length: missing[i]! }, (_, step) => start + step * HOUR),
            );
            const range = Array.from(
              { length: Math.max(...hours) - Math.min(...hours) + 1 },
              (_, i) => Math.min(...hours) + i,
            );
            const absent = range.filter((hour) => !hours.includes(hour)).map((hour) => START + hour * HOUR);
            expect(found).toEqual(absent);
            expect(to).toEqual(from.map((start, i) => start + missing[i]! * HOUR));
          }),
      ),
      { numRuns: 20 },
    );
  });

  test("at most so many, the oldest", async () => {
    await withInstrument(async (tx) => {
      await write(tx, flatBars([0, 2, 4, 6]));
      expect((await gaps(tx, 2)).from).toEqual([START + HOUR, START + 3 * HOUR]);
    });
  });

  test("an unknown instrument or timeframe is refused", async () => {
    const unknown = withInstrument((tx) => tx`select public.find_bar_gaps('NOPE', '1h')`);
    await expect(unknown).rejects.toMatchObject({ code: "EW404" });
    const weekly = withInstrument((tx) => tx`select public.find_bar_gaps('EURUSD', '1w')`);
    await expect(weekly).rejects.toMatchObject({ code: "EW400" });
  });
});
