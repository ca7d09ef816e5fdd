import fc from "fast-check";
import { describe, expect, test } from "vitest";
import golden from "../../tests/oracles/metrics/golden.json" with { type: "json" };
import { probabilisticSharpe } from "./sharpe-significance.ts";
import { type DirectionalOutcomes, nonOverlappingTrades, tradingStatistics } from "./trading-statistics.ts";

const DAY_MS = 86_400_000;

const outcomes = fc
  .array(
    fc.tuple(
      fc.nat(2),
      fc.nat(1),
      fc.integer({ min: 1, max: 9 }),
      fc.double({ min: -0.2, max: 0.2, noNaN: true }),
    ),
  )
  .map(
    (rows): DirectionalOutcomes => ({
      predicted: Uint8Array.from(rows, ([predicted]) => predicted),
      symbol: Uint16Array.from(rows, ([, symbol]) => symbol),
      decidedAt: Float64Array.from(rows, (_, i) => i),
      resolvedAt: Float64Array.from(rows, ([, , span], i) => i + span),
      longReturn: Float64Array.from(rows, ([, , , move]) => move),
      shortReturn: Float64Array.from(rows, ([, , , move]) => -move),
    }),
  );

describe("nonOverlappingTrades", () => {
  test("holds at most one position a symbol and passes over no signal while it holds none", () => {
    fc.assert(
      fc.property(outcomes, (sample) => {
        const trades = nonOverlappingTrades(sample, 0.001);
        const wanted = [0, 1].flatMap((symbol) => {
          let free = 0;
          return Array.from(sample.predicted.keys()).filter((row) => {
            if (sample.symbol[row] !== symbol || sample.predicted[row] === 1 || row < free) return false;
            free = sample.resolvedAt[row]!;
            return true;
          });
        });
        const returnOf = (row: number) =>
          (sample.predicted[row] === 2 ? 1 : -1) * sample.longReturn[row]! - 0.001;
        const sort = (values: number[]) => values.toSorted((a, b) => a - b);
        expect(sort(trades.map(({ netReturn }) => netReturn))).toEqual(sort(wanted.map(returnOf)));
      }),
    );
  });

  test.each([-0.1, Number.NaN])("a cost of %d is refused", (cost) => {
    const [none] = fc.sample(outcomes, 1);
    expect(() => nonOverlappingTrades(none!, cost)).toThrow("costPerTrade");
  });
});

describe("tradingStatistics", () => {
  test("agrees with numpy", () => {
    const { trades, symbols, to } = golden.trading;
    const { daily, ...expected } = golden.trading.expected;
    const statistics = tradingStatistics(trades, symbols, 0, to);
    for (const [name, wanted] of Object.entries(expected))
      expect(Math.abs(statistics[name as keyof typeof expected]! - wanted), name).toBeLessThan(1e-9);
    for (const [name, wanted] of Object.entries(daily))
      expect(Math.abs(statistics.daily![name as keyof typeof daily]! - wanted), name).toBeLessThan(1e-9);
    expect(statistics.probabilisticSharpe).toBe(probabilisticSharpe(statistics.daily!));
  });

  test("without trades there is nothing to divide", () => {
    expect(tradingStatistics([], 1, 0, 5 * DAY_MS)).toEqual({
      trades: 0,
      winRate: null,
      averageReturn: null,
      profitFactor: null,
      totalReturn: 0,
      maxDrawdown: 0,
      sharpe: null,
      sortino: null,
      calmar: null,
      daily: null,
      probabilisticSharpe: null,
    });
  });

  test("without a loss there is no profit factor, no Sortino and no Calmar ratio", () => {
    const trades = [
      { closedAt: 0, netReturn: 0.01 },
      { closedAt: DAY_MS, netReturn: 0.02 },
    ];
    const { profitFactor, sortino, calmar, winRate } = tradingStatistics(trades, 1, 0, 2 * DAY_MS);
    expect([profitFactor, sortino, calmar, winRate]).toEqual([null, null, null, 1]);
  });

  test("the equity cannot fall below nothing", () => {
    const { totalReturn, maxDrawdown } = tradingStatistics([{ closedAt: 0, netReturn: -1.5 }], 1, 0, DAY_MS);
    expect([totalReturn, maxDrawdown]).toEqual([-1, 1]);
  });

  test("a trade outside the span is refused", () => {
    expect(() => tradingStatistics([{ closedAt: 3 * DAY_MS, netReturn: 0 }], 1, 0, DAY_MS)).toThrow(
      "outside",
    );
  });
});
