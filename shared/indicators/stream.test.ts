import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { syntheticBars } from "../../tests/oracles/synthetic-bars.ts";
import { sliceBars } from "../market/bars.ts";
import { CATALOGUE, findIndicator } from "./catalogue.ts";
import { computeConfirmed } from "./compute.ts";
import { IndicatorInputError } from "./params.ts";
import { restoreState, saveState } from "./state.ts";
import { openStream } from "./stream.ts";

const LENGTH = 200;
const bars = syntheticBars(LENGTH);
const macd = findIndicator("macd")!;

describe("resuming", () => {
  test("any cuts of the same bars give the same bits", () => {
    const cuts = fc.uniqueArray(fc.integer({ min: 0, max: LENGTH }), { maxLength: 8 });
    fc.assert(
      fc.property(fc.constantFrom(...CATALOGUE), cuts, (indicator, inner) => {
        const params = indicator.parse();
        const state = indicator.state();
        const edges = [0, ...inner.sort((a, b) => a - b), LENGTH];
        const whole = computeConfirmed(indicator, bars);
        for (let k = 1; k < edges.length; k++) {
          const [from, to] = [edges[k - 1]!, edges[k]!];
          const part = { ...sliceBars(bars, from, to), reference: bars.reference.subarray(from, to) };
          for (const [name, column] of Object.entries(indicator.run(part, params, state))) {
            expect(Array.from(column, (value) => value + 0)).toEqual(
              Array.from(whole[name]!.subarray(from, to), (value) => value + 0),
            );
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  test("a saved state survives JSON, whatever numbers it holds", () => {
    fc.assert(
      fc.property(fc.double(), fc.array(fc.double()), (number, ring) => {
        const state = { number, inner: { ring: Float64Array.from(ring) } };
        const fresh = { number: 0, inner: { ring: new Float64Array(ring.length) } };
        restoreState(fresh, JSON.parse(JSON.stringify(saveState(state))));
        expect(fresh.number + 0).toBe(number + 0);
        expect(Array.from(fresh.inner.ring, (value) => value + 0)).toEqual(ring.map((value) => value + 0));
      }),
    );
  });
});

describe("a stream refuses", () => {
  test.each([
    ["a state of other parameters", "sma", { period: 5 }, "state.ring is not a list of 20 numbers"],
    ["a state of another indicator", "ema", {}, "state.ring is not a list of 20 numbers"],
    ["a state of a flatter shape", "rsi", {}, "state.ring is not a list of 20 numbers"],
  ])("%s", (_, id, given, message) => {
    const saved = openStream(findIndicator(id)!, given).save();
    expect(() => openStream(findIndicator("sma")!, {}, saved)).toThrow(new RangeError(message));
  });

  test("a state that lacks a part or holds no number", () => {
    const saved = openStream(macd).save();
    expect(() => openStream(macd, {}, { ...saved, signal: 1 })).toThrow("state.signal is not an object");
    const broken = { ...saved, signal: { count: "Infinite", value: 0 } };
    expect(() => openStream(macd, {}, broken as never)).toThrow("state.signal.count is not a number");
  });

  test("bad parameters", () => {
    expect(() => openStream(macd, { fast: 0 })).toThrow(IndicatorInputError);
  });

  test("nothing of a bar that lacks a column: it gives NaN and changes nothing", () => {
    const stream = openStream(findIndicator("sma")!, { period: 2 });
    expect([{ close: 1 }, {}, { close: 3 }].map((bar) => stream.next(bar).sma)).toEqual([
      Number.NaN,
      Number.NaN,
      2,
    ]);
  });
});
