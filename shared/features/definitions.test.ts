import { describe, expect, test } from "vitest";
import golden from "../../tests/oracles/features/golden.json" with { type: "json" };
import { CRYPTO } from "../../tests/support/instruments.ts";
import type { Bars } from "../market/bars.ts";
import { FeatureInputs } from "./feature-inputs.ts";
import { FEATURE_SET } from "./feature-set.ts";
import { fractionalWeights } from "./kernel/fractional-weights.ts";
import { cosOfTurn, sinOfTurn } from "./kernel/turn.ts";

const column = (values: readonly number[]) => Float64Array.from(values);
const { open, high, low, close, volume } = golden.bars;
const bars: Bars = {
  ts: Float64Array.from(close, (_, row) => row * 3_600_000),
  open: column(open),
  high: column(high),
  low: column(low),
  close: column(close),
  volume: column(volume),
};
const inputs = new FeatureInputs(bars, CRYPTO, "1h");

describe("the newest bar's features are what numpy and scipy make of the definitions", () => {
  test.each(Object.entries(golden.newest))("%s", (name, wanted) => {
    const feature = FEATURE_SET.features.find((candidate) => candidate.name === name);
    const value = feature!.compute(inputs).at(-1)!;
    expect(Math.abs(value - wanted)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(wanted)));
  });
});

test("every feature of prices and volumes has an oracle, but for those of candles and of the calendar", () => {
  const withoutOracle = FEATURE_SET.features
    .filter(({ name, category }) => !(name in golden.newest) && category !== "time")
    .filter(({ category }) => category !== "higher-timeframe");
  expect(withoutOracle.map(({ name }) => name)).toEqual(["engulfing", "outside_bar"]);
});

test("weights of the fractional difference of order 0.4 (López de Prado, 5.4)", () => {
  const published = [1, -0.4, -0.12, -0.064, -0.0416, -0.029952, -0.0229632, -0.01837056, -0.015155712];
  fractionalWeights(0.4, 9).forEach((weight, lag) => {
    expect(weight).toBeCloseTo(published[lag]!, 14);
  });
  expect([...fractionalWeights(1, 4)].map(Math.abs)).toEqual([1, 1, 0, 0]);
});

test("sine and cosine of a turn", () => {
  for (let turns = -2; turns <= 2; turns += 0.013) {
    expect(sinOfTurn(turns)).toBeCloseTo(Math.sin(2 * Math.PI * turns), 12);
    expect(cosOfTurn(turns)).toBeCloseTo(Math.cos(2 * Math.PI * turns), 12);
  }
});
