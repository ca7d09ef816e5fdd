import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { modelOf } from "../../../tests/support/models.ts";
import { routeCanary } from "./canary.ts";

const HOUR_MS = 3_600_000;
const START = Date.UTC(2026, 0, 1);

function withCanary(percent: number) {
  const canary = modelOf({ version: "canary", state: "canary", canaryPercent: percent });
  return { ...modelOf({ version: "active", state: "active" }), canary };
}

/** Share of 10,000 keys, in percent, that the canary answers. */
function sharePercent(percent: number, keyOf: (i: number) => { symbol: string; barTs: number }): number {
  const active = withCanary(percent);
  let answered = 0;
  for (let i = 0; i < 10_000; i++) if (routeCanary(active, keyOf(i)).answers === active.canary) answered++;
  return answered / 100;
}

describe("a canary", () => {
  it.each([0, 0.5, 1, 5, 10, 25, 50, 75, 100])("answers %d %% of the bars, within 1 point", (percent) => {
    const ofOneSymbol = sharePercent(percent, (i) => ({ symbol: "EURUSD", barTs: START + i * HOUR_MS }));
    const ofManySymbols = sharePercent(percent, (i) => ({
      symbol: `S${i % 100}`,
      barTs: START + Math.floor(i / 100) * HOUR_MS,
    }));
    expect(Math.abs(ofOneSymbol - percent)).toBeLessThanOrEqual(1);
    expect(Math.abs(ofManySymbols - percent)).toBeLessThanOrEqual(1);
  });

  it("keeps the bars it has when its share grows", () => {
    fc.assert(
      fc.property(fc.nat(), fc.double({ min: 0, max: 100 }), fc.double({ min: 0, max: 100 }), (bar, a, b) => {
        const key = { symbol: "EURUSD", barTs: START + bar * HOUR_MS };
        const [less, more] = [withCanary(Math.min(a, b)), withCanary(Math.max(a, b))];
        const had = routeCanary(less, key).answers === less.canary;
        if (had) expect(routeCanary(more, key).answers).toBe(more.canary);
      }),
    );
  });

  it("predicts in the shadow what it does not answer, and the active model what it does", () => {
    const shadowOnly = withCanary(0);
    const all = withCanary(100);
    const key = { symbol: "EURUSD", barTs: START };
    expect(routeCanary(shadowOnly, key)).toEqual({ answers: shadowOnly, shadow: shadowOnly.canary });
    expect(routeCanary(all, key)).toEqual({ answers: all.canary, shadow: all });
  });
});

it("without a canary the active model answers alone", () => {
  const active = { ...modelOf({ version: "active", state: "active" }), canary: undefined };
  expect(routeCanary(active, { symbol: "EURUSD", barTs: START })).toEqual({
    answers: active,
    shadow: undefined,
  });
});
