import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ForecastPair, independentGains } from "./independent-gains.ts";

const HOUR = 3_600_000;

function pair(bar: number, fields: Partial<ForecastPair> = {}): ForecastPair {
  const decidedAt = (bar + 1) * HOUR;
  return {
    symbol: "EURUSD",
    barTs: bar * HOUR,
    decidedAt,
    settledAt: decidedAt + 12 * HOUR,
    champion: [0.25, 0.5, 0.25],
    canary: [0.25, 0.25, 0.5],
    outcome: "BUY",
    ...fields,
  };
}

describe("independent observations", () => {
  it("are what the canary gains on its champion by the outcome, each the other way round if exchanged", () => {
    const one = pair(0, { champion: [0.2, 0.3, 0.5], canary: [0.1, 0.2, 0.7] });
    const expected = (outcome: number) =>
      one.canary.reduce((sum, p, k) => {
        const [canary, champion] = [0.95 * p + 0.05 / 3, 0.95 * one.champion[k]! + 0.05 / 3];
        return sum + ((k === outcome ? 0.95 : 0) + 0.05 / 3) * Math.log(canary / champion);
      }, 0);
    for (const [k, outcome] of (["SELL", "HOLD", "BUY"] as const).entries()) {
      const settled = { ...one, outcome };
      expect(independentGains([settled], 0)[0]!.gain).toBeCloseTo(expected(k), 12);
      const exchanged = { ...settled, champion: one.canary, canary: one.champion };
      expect(independentGains([exchanged], 0)[0]!.gain).toBeCloseTo(-expected(k), 12);
    }
  });

  it("are numbers for forecasts of 0 too", () => {
    expect(independentGains([pair(0, { champion: [0.5, 0.5, 0] })], 0)[0]!.gain).toBeGreaterThan(0.5);
    expect(independentGains([pair(0, { canary: [0.5, 0.5, 0] })], 0)[0]!.gain).toBeLessThan(-0.5);
    expect(independentGains([pair(0, { champion: [1, 0, 0], canary: [1, 0, 0] })], 0)[0]!.gain).toBe(0);
  });

  it("take all symbols of a bar for one", () => {
    const pairs = [pair(0), pair(0, { symbol: "GBPUSD", outcome: "HOLD", settledAt: 20 * HOUR })];
    const [one, ...others] = independentGains(pairs, 0);
    expect(others).toEqual([]);
    expect(one!.gain).toBeCloseTo(0, 12);
    expect(one!.settledAt).toBe(20 * HOUR);
  });

  it("are decided when the outcomes of the one before are known, whatever the pairs", () => {
    const bars = fc.array(fc.record({ step: fc.nat(5), lasts: fc.integer({ min: 1, max: 30 }) }));
    fc.assert(
      fc.property(bars, fc.nat(50), (steps, free) => {
        let bar = 0;
        const pairs = steps.map(({ step, lasts }) => {
          bar += step;
          return pair(bar, { settledAt: (bar + 1 + lasts) * HOUR });
        });
        const observations = independentGains(pairs, free * HOUR);
        let freeAt = free * HOUR;
        for (const { barTs, settledAt } of observations) {
          expect(barTs + HOUR).toBeGreaterThanOrEqual(freeAt);
          freeAt = settledAt;
        }
        const last = pairs.at(-1);
        if (last && last.decidedAt >= freeAt) expect(observations.at(-1)?.barTs).toBe(last.barTs);
      }),
    );
  });

  it("are the same when the pairs come in several deliveries, cut between bars", () => {
    fc.assert(
      fc.property(fc.nat(60), (cut) => {
        const pairs = Array.from({ length: 60 }, (_, bar) => pair(bar));
        const first = independentGains(pairs.slice(0, cut), 0);
        const second = independentGains(pairs.slice(cut), first.at(-1)?.settledAt ?? 0);
        expect([...first, ...second]).toEqual(independentGains(pairs, 0));
      }),
    );
  });
});
