import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { randomWalkBars } from "../../../tests/support/random-walk-bars.ts";
import { type Bars, sliceBars } from "../../market/bars.ts";
import { createLabelSpec, type LabelSpec, UNLABELLED } from "./label-spec.ts";
import { trailingVolatility } from "./trailing-volatility.ts";
import { barrierDistances, tripleBarrierLabels } from "./triple-barrier.ts";

const HOLD = 1;
const SPEC = createLabelSpec({ horizonBars: 5, volatilityWindow: 10 });

/** The definition word by word, one row at a time, over lists of touched levels. */
function slowLabel(bars: Bars, row: number, spec: LabelSpec) {
  const returns = [];
  for (let i = row - spec.volatilityWindow + 1; i <= row; i++)
    returns.push(Math.log(bars.close[i]! / bars.close[i - 1]!));
  const sigma = Math.sqrt(returns.reduce((sum, r) => sum + r * r, 0) / returns.length);
  const distance = spec.barrierMultiple * sigma * Math.sqrt(spec.horizonBars);
  if (!(distance > 0) || row + spec.horizonBars > bars.close.length - 1) return { label: UNLABELLED };
  const entry = bars.open[row + 1]!;
  const held = Array.from({ length: spec.horizonBars }, (_, i) => row + 1 + i);
  const outside = (price: number) => Math.abs(price / entry - 1) >= distance;
  const end = held.find((i) => outside(bars.open[i]!) || outside(bars.high[i]!) || outside(bars.low[i]!));
  if (end === undefined) {
    const exit = bars.close[held.at(-1)!]! / entry - 1;
    return { label: HOLD, end: held.at(-1)!, long: exit, short: -exit };
  }
  const jump = bars.open[end]! / entry - 1;
  if (outside(bars.open[end]!)) return { label: jump > 0 ? 2 : 0, end, long: jump, short: -jump };
  const up = bars.high[end]! / entry - 1 >= distance;
  const down = 1 - bars.low[end]! / entry >= distance;
  if (up && down) return { label: HOLD, end, long: -distance, short: -distance };
  return { label: up ? 2 : 0, end, long: up ? distance : -distance, short: up ? -distance : distance };
}

/** 12 quiet bars that give sigma = 1 %, then the given ones: [open, high, low, close]. */
function barsEndingIn(...tail: [number, number, number, number][]): Bars {
  const quiet = Array.from({ length: 12 }, (_, i) => (i % 2 === 0 ? 100 : 100 * Math.exp(0.01)));
  quiet[11] = 100 * Math.exp(0.01);
  const rows = [...quiet.map((c) => [c, c, c, c] as const), ...tail];
  const column = (i: number) => Float64Array.from(rows, (row) => row[i]!);
  const ts = Float64Array.from(rows, (_, i) => i * 3_600_000);
  return {
    ts,
    open: column(0),
    high: column(1),
    low: column(2),
    close: column(3),
    volume: new Float64Array(rows.length),
  };
}

describe("tripleBarrierLabels", () => {
  test("agrees with the definition read word by word", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1e6 }),
        fc.integer({ min: 4, max: 12 }),
        fc.double({ min: 0.2, max: 3, noNaN: true }),
        (seed, horizonBars, barrierMultiple) => {
          const spec = createLabelSpec({ horizonBars, barrierMultiple, volatilityWindow: 10 });
          const bars = randomWalkBars({ rows: 120, seed, volatility: 0.01, gapChance: 0.3 });
          const labels = tripleBarrierLabels(bars, spec);
          for (let row = 0; row < 120; row++) {
            const slow = row < 10 ? { label: UNLABELLED } : slowLabel(bars, row, spec);
            expect(labels.label[row]).toBe(slow.label);
            if (slow.end === undefined) continue;
            expect(labels.end[row]).toBe(slow.end);
            expect(labels.longReturn[row]).toBeCloseTo(slow.long, 12);
            expect(labels.shortReturn[row]).toBeCloseTo(slow.short, 12);
          }
        },
      ),
      { numRuns: 50 },
    );
  });

  test("mirrored prices swap SELL and BUY", () => {
    const bars = randomWalkBars({ rows: 400, seed: 5, volatility: 0.001 });
    // The reciprocal turns log returns round exactly; the barriers are fractions of the entry, so a few ties differ.
    const mirror = (column: Float64Array) => column.map((price) => 10_000 / price);
    const mirrored = {
      ...bars,
      open: mirror(bars.open),
      close: mirror(bars.close),
      high: mirror(bars.low),
      low: mirror(bars.high),
    };
    const [a, b] = [tripleBarrierLabels(bars, SPEC).label, tripleBarrierLabels(mirrored, SPEC).label];
    const same = a.filter((label, row) =>
      label === UNLABELLED ? b[row] === UNLABELLED : b[row] === 2 - label,
    );
    expect(same.length / a.length).toBeGreaterThan(0.98);
  });

  test("depends on nothing but the bars it says it depends on", () => {
    const bars = randomWalkBars({ rows: 200, seed: 11, volatility: 0.01 });
    const whole = tripleBarrierLabels(bars, SPEC);
    for (let row = SPEC.volatilityWindow; row < 190; row++) {
      const known = tripleBarrierLabels(
        sliceBars(bars, row - SPEC.volatilityWindow, row + SPEC.horizonBars + 1),
        SPEC,
      );
      expect(known.label[SPEC.volatilityWindow]).toBe(whole.label[row]);
      expect(known.distance[SPEC.volatilityWindow]).toBe(whole.distance[row]);
    }
  });

  test("an early touch does not label a row whose horizon is not complete", () => {
    const bars = barsEndingIn([100, 200, 100, 200], [200, 200, 200, 200]);
    const { label, end, longReturn } = tripleBarrierLabels(bars, SPEC);
    expect([label[11], end[11], longReturn[11]]).toEqual([UNLABELLED, -1, Number.NaN]);
  });

  test("a bar that touches both barriers is HOLD and loses both ways", () => {
    const flat: [number, number, number, number] = [100, 100, 100, 100];
    const bars = barsEndingIn([100, 150, 50, 100], flat, flat, flat, flat);
    const { label, longReturn, shortReturn, distance } = tripleBarrierLabels(bars, SPEC);
    expect(label[11]).toBe(HOLD);
    expect([longReturn[11], shortReturn[11]]).toEqual([-distance[11]!, -distance[11]!]);
  });

  test("a gap beyond the barrier settles at the open, even if the bar reaches back to the other one", () => {
    const flat: [number, number, number, number] = [100, 100, 100, 100];
    const bars = barsEndingIn(flat, [120, 120, 50, 60], flat, flat, flat);
    const { label, end, longReturn } = tripleBarrierLabels(bars, SPEC);
    expect([label[11], end[11]]).toEqual([2, 13]);
    expect(longReturn[11]).toBeCloseTo(0.2, 12);
  });

  test("a market that never moves has no barriers and no labels", () => {
    const bars = randomWalkBars({ rows: 50, seed: 1, volatility: 0 });
    expect(new Set(tripleBarrierLabels(bars, SPEC).label)).toEqual(new Set([UNLABELLED]));
  });

  test.each([0, 1, 14])("%i bars are too few for any label", (rows) => {
    expect(new Set(tripleBarrierLabels(randomWalkBars({ rows, seed: 1 }), SPEC).label).has(HOLD)).toBe(false);
  });
});

test("barriers stand at sigma sqrt(k), known for the newest bar too", () => {
  const { close } = randomWalkBars({ rows: 60, seed: 3 });
  const distances = barrierDistances(close, SPEC);
  expect(distances[9]).toBeNaN();
  expect(distances[59]).toBeCloseTo(trailingVolatility(close, 10)[59]! * Math.sqrt(5), 15);
});

test.each([
  [{ horizonBars: 3 }, "horizonBars"],
  [{ horizonBars: 4.5 }, "horizonBars"],
  [{ horizonBars: Number.NaN }, "horizonBars"],
  [{ horizonBars: 4, barrierMultiple: 0 }, "barrierMultiple"],
  [{ horizonBars: 4, barrierMultiple: Number.POSITIVE_INFINITY }, "barrierMultiple"],
  [{ horizonBars: 4, volatilityWindow: 1 }, "volatilityWindow"],
])("createLabelSpec refuses %j", (spec, name) => {
  expect(() => createLabelSpec(spec)).toThrow(name);
});
