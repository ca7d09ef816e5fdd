import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CRYPTO, FX, STOCK } from "../../../tests/support/instruments.ts";
import { createMemoryBarStore } from "../../../tests/support/memory/bar-store.ts";
import { createMemoryInstrumentStore } from "../../../tests/support/memory/instrument-store.ts";
import { randomWalkBars } from "../../../tests/support/random-walk-bars.ts";
import type { Instrument } from "../../market/instrument.ts";
import { resample } from "../../market/resample.ts";
import { MAX_SOURCE_BARS, type ResampledQuery, readResampledBars } from "./resample.ts";

const HOUR = 3_600_000;

async function market(instrument: Instrument, rows: number, stepMs: number) {
  const source = randomWalkBars({ rows, seed: 5, stepMs, start: Date.UTC(2024, 2, 1) });
  const bars = createMemoryBarStore();
  const timeframe = stepMs === HOUR ? "1h" : "1m";
  await bars.write({ symbol: instrument.symbol, timeframe, bars: source, onConflict: "skip" });
  const deps = { bars, instruments: createMemoryInstrumentStore([instrument]) };
  const read = (query: Partial<ResampledQuery>) =>
    readResampledBars(deps, {
      symbol: instrument.symbol,
      timeframe: "4h",
      source: timeframe,
      limit: 10_000,
      ...query,
    });
  return { source, read };
}

async function allPages(
  read: (query: Partial<ResampledQuery>) => ReturnType<typeof readResampledBars>,
  query: object,
) {
  const [ts, close]: number[][] = [[], []];
  for (let from: number | undefined; ; ) {
    const page = await read({ ...query, ...(from !== undefined && { from }) });
    ts!.push(...page.bars.ts);
    close!.push(...page.bars.close);
    if (page.next === undefined) return { ts, close, lastIsPartial: page.lastIsPartial };
    from = page.next;
  }
}

describe.each([STOCK, FX, CRYPTO])("hours of $symbol as four-hour and daily bars", (instrument) => {
  it("page by page and at once, the same", async () => {
    const { source, read } = await market(instrument, 700, HOUR);
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 60 }),
        fc.constantFrom("4h", "1d"),
        async (limit, timeframe) => {
          const whole = resample(source, "1h", timeframe, instrument.calendar);
          const pages = await allPages(read, { limit, timeframe });
          expect(pages.ts).toEqual(Array.from(whole.bars.ts));
          expect(pages.close).toEqual(Array.from(whole.bars.close));
          expect(pages.lastIsPartial).toBe(whole.lastIsPartial);
        },
      ),
      { numRuns: 20 },
    );
  });

  it("of a range are those that open in it, whole", async () => {
    const { read } = await market(instrument, 700, HOUR);
    const { bars } = await read({});
    await fc.assert(
      fc.asyncProperty(fc.nat(100), fc.nat(100), fc.nat(3), async (start, length, offset) => {
        const [from, to] = [bars.ts[start]! - offset * HOUR, bars.ts[start]! + length * HOUR];
        const range = await read({ from, to });
        const wanted = Array.from(bars.ts.keys()).filter((i) => bars.ts[i]! >= from && bars.ts[i]! < to);
        expect(Array.from(range.bars.ts)).toEqual(wanted.map((i) => bars.ts[i]));
        expect(Array.from(range.bars.high)).toEqual(wanted.map((i) => bars.high[i]));
      }),
      { numRuns: 20 },
    );
  });
});

it("more stored bars than one page reads are cut after a whole bar", async () => {
  const { source, read } = await market(CRYPTO, MAX_SOURCE_BARS + 3_000, 60_000);
  const page = await read({ timeframe: "1h", source: "1m" });
  expect(page.next).toBe(page.bars.ts.at(-1)! + HOUR);
  const { ts } = await allPages(read, { timeframe: "1h", source: "1m" });
  expect(ts).toEqual(Array.from(resample(source, "1m", "1h", CRYPTO.calendar).bars.ts));
});
