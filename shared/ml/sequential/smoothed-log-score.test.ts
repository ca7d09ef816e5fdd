import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MAX_GAIN_NATS, smoothedLogGain } from "./smoothed-log-score.ts";

const share = fc.double({ min: 0, max: 1, noNaN: true });
/** Any distribution over three classes, certain ones included. */
const distribution = fc
  .tuple(share, share)
  .map(([a, b]) => [Math.min(a, b), Math.abs(a - b), 1 - Math.max(a, b)] as const);
const outcome = fc.constantFrom(0, 1, 2);
const CERTAIN = [
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
] as const;

type Forecast = readonly number[];
const expectedGain = (truth: Forecast, forecast: Forecast, reference: Forecast) =>
  truth.reduce((sum, p, k) => sum + p * smoothedLogGain(forecast, reference, k), 0);

describe("the gain by the smoothed log score", () => {
  it("is proper: no forecast is expected to gain on the truth, and each other one loses by its distance", () => {
    fc.assert(
      fc.property(distribution, distribution, (truth, other) => {
        const distance = truth.reduce((sum, p, k) => sum + Math.abs(p - other[k]!), 0);
        // Pinsker's inequality for the smoothed distributions, whose distance is 95 % of that.
        expect(expectedGain(truth, truth, other)).toBeGreaterThanOrEqual((0.95 * distance) ** 2 / 2 - 1e-12);
      }),
    );
  });

  it("is, on average, how much nearer to the smoothed truth the forecast is, in Kullback and Leibler's sense", () => {
    const smooth = (p: Forecast) => p.map((value) => 0.95 * value + 0.05 / 3);
    const divergence = (p: Forecast, q: Forecast) =>
      p.reduce((sum, value, k) => sum + value * Math.log(value / q[k]!), 0);
    fc.assert(
      fc.property(distribution, distribution, distribution, (truth, forecast, reference) => {
        const [t, f, r] = [smooth(truth), smooth(forecast), smooth(reference)];
        expect(expectedGain(truth, forecast, reference)).toBeCloseTo(divergence(t, r) - divergence(t, f), 10);
      }),
    );
  });

  it("stays within its bound, which two certain forecasts nearly reach", () => {
    fc.assert(
      fc.property(distribution, distribution, outcome, (forecast, reference, k) => {
        expect(Math.abs(smoothedLogGain(forecast, reference, k))).toBeLessThanOrEqual(MAX_GAIN_NATS);
      }),
    );
    const most = smoothedLogGain(CERTAIN[2], CERTAIN[0], 2);
    expect(most).toBeCloseTo(0.95 * Math.log(58), 12);
    expect(MAX_GAIN_NATS - most).toBeGreaterThan(0);
    expect(MAX_GAIN_NATS - most).toBeLessThan(0.01);
  });

  it("is what the other one loses", () => {
    fc.assert(
      fc.property(distribution, distribution, outcome, (forecast, reference, k) => {
        expect(smoothedLogGain(reference, forecast, k)).toBeCloseTo(
          -smoothedLogGain(forecast, reference, k),
          12,
        );
      }),
    );
  });

  it("expects an overconfident forecast to lose to a hesitant one, as log loss does", () => {
    const truth = [0.1, 0.1, 0.8];
    expect(expectedGain(truth, [0.005, 0.005, 0.99], [0.2, 0.2, 0.6])).toBeLessThan(-0.1);
  });
});
