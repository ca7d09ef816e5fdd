import { expect, test } from "vitest";
import { generateBars, MARKET_START } from "../../../seed/synthetic-market/generate-bars.ts";
import { MARKET_PROFILES } from "../../../seed/synthetic-market/market-profiles.ts";
import { HOUR_MS } from "../../../seed/synthetic-market/trading-hours.ts";
import { sliceBars } from "../../../shared/market/bars.ts";
import { createLabelSpec } from "../../../shared/ml/labels/label-spec.ts";
import { tripleBarrierLabels } from "../../../shared/ml/labels/triple-barrier.ts";
import { achievableScores } from "./achievable-scores.ts";
import {
  conditionalClassProbabilities,
  type ProbabilityRequest,
  STATE_WARM_UP_BARS,
} from "./class-probabilities.ts";

const spec = createLabelSpec({ horizonBars: 12 });
const hourly = (symbol: string, hours: number) =>
  generateBars({ symbol, timeframe: "1h", from: MARKET_START, to: MARKET_START + hours * HOUR_MS });

/** Rows that share no bar of their futures, so that their labels are independent given the past. */
const rowsOf = (count: number) =>
  Array.from({ length: count }, (_, i) => STATE_WARM_UP_BARS + i * (spec.horizonBars + 1));

const coin = hourly("SYN-COIN", 20_000);
const request: ProbabilityRequest = {
  symbol: "SYN-COIN",
  bars: coin,
  rows: rowsOf(50),
  spec,
  paths: 100,
  seed: 1,
};

test("the future of the bars has no part in the probabilities", () => {
  const last = request.rows[49]!;
  const bars = sliceBars(coin, 0, last + 1);
  expect(conditionalClassProbabilities({ ...request, bars })).toEqual(conditionalClassProbabilities(request));
});

test("the bars alone have the whole state: any later beginning gives the same probabilities", () => {
  const rows = [4000, 4100, 4200];
  const bars = sliceBars(coin, 2500);
  const shifted = conditionalClassProbabilities({ ...request, bars, rows: rows.map((row) => row - 2500) });
  conditionalClassProbabilities({ ...request, rows }).forEach((p, i) => {
    expect(Math.abs(shifted[i]! - p)).toBeLessThanOrEqual(0.02);
  });
});

test("probabilities are probabilities", () => {
  const probabilities = conditionalClassProbabilities(request);
  for (let i = 0; i < probabilities.length; i += 3)
    expect(probabilities.subarray(i, i + 3).reduce((sum, p) => sum + p)).toBeCloseTo(1, 12);
});

test.each(["SYN-COIN", "SYN-PAIR"])("the labels that came in %s agree with them", (symbol) => {
  const bars = hourly(symbol, 26_000);
  const rows = rowsOf(500);
  const { label } = tripleBarrierLabels(bars, spec);
  const p = conditionalClassProbabilities({ ...request, symbol, bars, rows });
  for (const k of [0, 1, 2]) {
    const surprise = rows.reduce((sum, row, i) => sum + (label[row] === k ? 1 : 0) - p[i * 3 + k]!, 0);
    const variance = rows.reduce((sum, _, i) => sum + p[i * 3 + k]! * (1 - p[i * 3 + k]!), 0);
    expect(Math.abs(surprise) / Math.sqrt(variance)).toBeLessThan(3.5);
  }
  // Slope of the outcome (-1, 0, 1) on its expectation: 1, a little less for the noise of 100 paths.
  const expected = rows.map((_, i) => p[i * 3 + 2]! - p[i * 3]!);
  const covariance = rows.reduce((sum, row, i) => sum + (label[row]! - 1) * expected[i]!, 0);
  const slope = covariance / expected.reduce((sum, e) => sum + e * e, 0);
  expect(slope).toBeGreaterThan(0.8);
  expect(slope).toBeLessThan(1.15);
});

const planted = MARKET_PROFILES.filter(({ signalStrength }) => signalStrength > 0);

function scoresOf(symbol: string) {
  const bars = hourly(symbol, 40_000);
  const rows = Array.from({ length: 150 }, (_, i) => STATE_WARM_UP_BARS + i * 170);
  const [a, b] = [1, 2].map((seed) =>
    conditionalClassProbabilities({ ...request, symbol, bars, rows, seed }),
  );
  const scores = achievableScores(a!, b!, request.paths);
  return {
    accuracyGain: scores.bestAccuracy - scores.priorAccuracy,
    logLossGain: scores.priorLogLoss - scores.bestLogLoss,
  };
}

test.each(planted)(
  "$instrument.symbol can be forecast 10 points better than by its prior",
  ({ instrument }) => {
    const { accuracyGain, logLossGain } = scoresOf(instrument.symbol);
    expect(accuracyGain).toBeGreaterThan(0.1);
    expect(logLossGain).toBeGreaterThan(0.08);
  },
);

test("in SYN-NULL nothing is to be gained", () => {
  const { accuracyGain, logLossGain } = scoresOf("SYN-NULL");
  expect(accuracyGain).toBeLessThan(0.01);
  expect(Math.abs(logLossGain)).toBeLessThan(0.003);
});

test.each([
  [{ symbol: "EURUSD" }, "EURUSD"],
  [{ rows: [STATE_WARM_UP_BARS - 1] }, "ascend"],
  [{ rows: [1500, 1400] }, "ascend"],
  [{ rows: [coin.ts.length] }, "ascend"],
  [{ rows: [1200.5] }, "ascend"],
  [{ rows: [1200], spec: { ...spec, volatilityWindow: 1300 } }, "barrier"],
  [{ paths: 0 }, "paths"],
  [{ seed: 0.5 }, "seed"],
])("%j is refused", (wrong, name) => {
  expect(() => conditionalClassProbabilities({ ...request, ...wrong })).toThrow(name);
});
