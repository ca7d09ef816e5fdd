import { array, assert, constantFrom, dictionary, double, property, record } from "fast-check";
import { describe, expect, test } from "vitest";
import { type IndicatorWeight, summarise } from "./technical-summary.ts";
import { VOTES } from "./votes.ts";

const weight = (indicator_name: string, current_weight = 1, weight_category = "trend"): IndicatorWeight => ({
  indicator_name,
  current_weight,
  weight_category,
});

/** A steady rise: by hand, sma +1 (2 ATR away, limited), rsi (65-50)/20 = 0.75, stochastic (80-50)/50 = 0.6. */
const RISING = { close: 104, sma: 100, atr: 2, rsi: 65, stochastic_k: 80 };

describe("technical summary", () => {
  test("recomputed by hand", () => {
    const weights = [
      weight("sma", 0.8),
      weight("rsi", 1.1, "momentum"),
      weight("stochastic", 0.9, "momentum"),
    ];
    const summary = summarise(RISING, weights);
    expect(summary.votes.map(({ vote }) => vote)).toEqual([1, 0.75, 0.6]);
    expect(summary.trend).toBe(1);
    expect(summary.momentum).toBeCloseTo((1.1 * 0.75 + 0.9 * 0.6) / 2, 14);
    expect(summary.score).toBeCloseTo((0.8 * 1 + 1.1 * 0.75 + 0.9 * 0.6) / 2.8, 14);
    expect(summary).toMatchObject({ volatility: null, volume: null, signal: "strong_buy", abstained: [] });
  });

  test("what has no value, a zero divisor or no vote abstains and weighs nothing", () => {
    const weights = [weight("rsi"), weight("macd"), weight("sma"), weight("toString"), weight("moon_phase")];
    const summary = summarise({ rsi: 70, close: 5, sma: 5, atr: 0 }, weights);
    expect(summary.abstained).toEqual(["macd", "sma", "toString", "moon_phase"]);
    expect(summary.score).toBe(1);
  });

  test("nothing to vote on is neutral, not zero", () => {
    expect(summarise({}, [weight("rsi")])).toMatchObject({ score: null, signal: "neutral", votes: [] });
    expect(summarise({ rsi: 70 }, [weight("rsi", 0)])).toMatchObject({ score: null, signal: "neutral" });
  });

  test.each([
    [50, "neutral"],
    [53, "buy"],
    [47, "sell"],
    [60, "strong_buy"],
    [40, "strong_sell"],
  ])("rsi %d alone is %s", (rsi, signal) => {
    expect(summarise({ rsi }, [weight("rsi")]).signal).toBe(signal);
  });

  test("every score lies between -1 and 1 and moves with the votes", () => {
    const weights = array(
      record({
        indicator_name: constantFrom(...Object.keys(VOTES)),
        current_weight: double({ min: 0.1, max: 2, noNaN: true }),
        weight_category: constantFrom("trend", "momentum", "volatility", "volume"),
      }),
    );
    const names = [
      "close",
      "sma",
      "atr",
      "rsi",
      "macd_histogram",
      "percent_b",
      "vwap",
      "volume_ma",
      "obv_change",
    ];
    const latest = dictionary(constantFrom(...names), double({ min: -1e9, max: 1e9, noNaN: true }));
    assert(
      property(weights, latest, (someWeights, values) => {
        const { votes, score, trend, momentum, volatility, volume } = summarise(values, someWeights);
        for (const value of [score, trend, momentum, volatility, volume]) {
          if (value !== null) expect(Math.abs(value)).toBeLessThanOrEqual(1 + 1e-12);
        }
        for (const { vote } of votes) expect(Math.abs(vote)).toBeLessThanOrEqual(1);
        expect(score === null).toBe(votes.length === 0);
      }),
    );
  });
});
