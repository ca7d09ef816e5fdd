import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { randomWalkBars } from "../../../tests/support/random-walk-bars.ts";
import { type Bars, sliceBars } from "../../market/bars.ts";
import { fixedHorizonLabels } from "./fixed-horizon.ts";
import { createLabelSpec, UNLABELLED } from "./label-spec.ts";

const MINUTE_MS = 60_000;
const specOf = (horizonBars: number) =>
  createLabelSpec({ kind: "fixed_horizon", horizonBars, volatilityWindow: 10 });

/** Bars of which every so many minutes' worth are missing. */
function barsWithGaps(seed: number, gaps: readonly number[]): Bars {
  const bars = randomWalkBars({ rows: 150, seed, volatility: 0.001 });
  let ts = 0;
  bars.ts.forEach((_, row) => {
    ts += (1 + (gaps[row % gaps.length] ?? 0)) * MINUTE_MS;
    bars.ts[row] = ts;
  });
  return bars;
}

const UNKNOWN = { label: UNLABELLED, end: -1, gained: Number.NaN };

/** The definition word by word, in terms of times alone. */
function slowOutcome(bars: Bars, row: number, horizonMs: number, band: number) {
  const closesAt = (bar: number) => bars.ts[bar]! + MINUTE_MS;
  const endsAt = closesAt(row) + horizonMs;
  const later = Array.from({ length: bars.ts.length - row - 1 }, (_, i) => row + 1 + i);
  const end = later.find((bar) => closesAt(bar) >= endsAt);
  if (end === undefined) return UNKNOWN;
  const held = later.filter((bar) => bar <= end);
  if (held.some((bar) => bars.ts[bar]! - closesAt(bar - 1) > horizonMs)) return UNKNOWN;
  const exit = closesAt(end) === endsAt ? bars.close[end]! : bars.open[end]!;
  const gained = exit / bars.open[row + 1]! - 1;
  if (Math.abs(gained) <= band) return { label: 1, end, gained };
  return { label: gained > 0 ? 2 : 0, end, gained };
}

describe("fixedHorizonLabels", () => {
  test("agrees with the definition read word by word, whatever is missing", () => {
    fc.assert(
      fc.property(
        fc.nat(1e6),
        fc.integer({ min: 1, max: 9 }),
        fc.array(fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, fc.nat(12)), {
          minLength: 7,
          maxLength: 7,
        }),
        (seed, horizonBars, gaps) => {
          const bars = barsWithGaps(seed, gaps);
          const labels = fixedHorizonLabels(bars, specOf(horizonBars), MINUTE_MS);
          for (let row = 10; row < 150; row++) {
            const slow = slowOutcome(bars, row, horizonBars * MINUTE_MS, labels.distance[row]!);
            const gained = labels.longReturn[row]!;
            expect({ label: labels.label[row], end: labels.end[row], gained }).toEqual(slow);
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  test("three classes of about the same size, however wild the market", () => {
    const [calm, wild] = [0.0001, 0.01].map((volatility) =>
      randomWalkBars({ rows: 6_000, seed: 7, volatility }),
    );
    const bars = { ...calm!, close: calm!.close.slice(), open: calm!.open.slice() };
    bars.close.set(wild!.close.subarray(3_000), 3_000);
    bars.open.set(wild!.open.subarray(3_000), 3_000);
    const { label } = fixedHorizonLabels(bars, specOf(5), bars.ts[1]! - bars.ts[0]!);
    for (const half of [label.subarray(100, 2_900), label.subarray(3_100, 5_900)]) {
      for (const outcome of [0, 1, 2]) {
        const share = half.filter((of) => of === outcome).length / half.length;
        expect(share).toBeGreaterThan(0.25);
        expect(share).toBeLessThan(0.42);
      }
    }
  });

  test("a price that stands still after moving is HOLD, a market that never moves has no labels", () => {
    const bars = randomWalkBars({ rows: 60, seed: 3, volatility: 0.001 });
    const stepMs = bars.ts[1]! - bars.ts[0]!;
    for (const column of [bars.open, bars.close]) column.fill(bars.close[20]!, 21);
    expect(fixedHorizonLabels(bars, specOf(2), stepMs).label[21]).toBe(1);
    const still = randomWalkBars({ rows: 60, seed: 3, volatility: 0 });
    expect(new Set(fixedHorizonLabels(still, specOf(2), stepMs).label)).toEqual(new Set([UNLABELLED]));
  });

  test("depends on nothing but the bars it says it depends on", () => {
    const bars = barsWithGaps(5, [0, 0, 3, 0, 0, 0, 1]);
    const spec = specOf(4);
    const whole = fixedHorizonLabels(bars, spec, MINUTE_MS);
    for (let row = 10; row < 140; row++) {
      const end = whole.end[row]!;
      if (end < 0) continue;
      const known = fixedHorizonLabels(sliceBars(bars, row - 10, end + 1), spec, MINUTE_MS);
      expect(known.label[10]).toBe(whole.label[row]);
    }
  });

  test.each([0, 1, 5])("%i bars are too few for any label", (rows) => {
    const bars = randomWalkBars({ rows, seed: 1 });
    expect(fixedHorizonLabels(bars, specOf(1), MINUTE_MS).end.every((end) => end === -1)).toBe(true);
  });
});

test("one bar is enough for a fixed horizon, none is not", () => {
  expect(createLabelSpec({ kind: "fixed_horizon", horizonBars: 1 }).barrierMultiple).toBe(0.43);
  expect(() => createLabelSpec({ kind: "fixed_horizon", horizonBars: 0 })).toThrow("horizonBars");
});
