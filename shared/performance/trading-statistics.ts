import { exp, log } from "../math/elementary.ts";
import { dailyReturns, equityCurve, maxDrawdown } from "./equity-curve.ts";
import { probabilisticSharpe, type SharpeSample, sharpeSample } from "./sharpe-significance.ts";
import type { Trade } from "./trade.ts";

const DAYS_PER_YEAR = 365.25;

/** Predictions with the outcome that each direction would have had; one entry per row, of all symbols. */
export interface DirectionalOutcomes {
  /** 0 SELL, 1 HOLD, 2 BUY. */
  readonly predicted: Uint8Array;
  readonly symbol: Uint16Array;
  readonly decidedAt: Float64Array;
  readonly resolvedAt: Float64Array;
  readonly longReturn: Float64Array;
  readonly shortReturn: Float64Array;
}

export interface TradingStatistics {
  readonly trades: number;
  readonly winRate: number | null;
  readonly averageReturn: number | null;
  /** Profits over losses; null when there are no losses to divide by. */
  readonly profitFactor: number | null;
  /** Growth of the equity over the whole span, as a fraction. */
  readonly totalReturn: number;
  /** Deepest fall of the equity from its peak, as a positive fraction. */
  readonly maxDrawdown: number;
  /** Yearly; null when the daily returns do not vary. */
  readonly sharpe: number | null;
  /** Yearly; null when no day lost. */
  readonly sortino: number | null;
  /** Yearly growth over the deepest fall; null when there was no fall. */
  readonly calmar: number | null;
  /** Sharpe ratio a day and the shape of the daily returns; null when they do not vary. */
  readonly daily: SharpeSample | null;
  /** Chance that the true Sharpe ratio is above 0. */
  readonly probabilisticSharpe: number | null;
}

/**
 * The trades of one position at a time per symbol: while a position is open, further signals are passed over.
 * Counting every overlapping signal as a trade of its own would earn the same move many times.
 * @param costPerTrade entry and exit together (spread, slippage, fees), as a fraction of the price
 */
export function nonOverlappingTrades(outcomes: DirectionalOutcomes, costPerTrade: number): Trade[] {
  if (!(costPerTrade >= 0)) throw new RangeError("costPerTrade must not be negative");
  const { predicted, symbol, decidedAt, resolvedAt, longReturn, shortReturn } = outcomes;
  const order = Uint32Array.from(decidedAt, (_, row) => row).sort((a, b) => decidedAt[a]! - decidedAt[b]!);
  const busyUntil = new Map<number, number>();
  const trades: Trade[] = [];
  for (const row of order) {
    const isBusy = decidedAt[row]! < (busyUntil.get(symbol[row]!) ?? Number.NEGATIVE_INFINITY);
    if (predicted[row] === 1 || isBusy) continue;
    busyUntil.set(symbol[row]!, resolvedAt[row]!);
    const gross = predicted[row] === 2 ? longReturn[row]! : shortReturn[row]!;
    trades.push({ closedAt: resolvedAt[row]!, netReturn: gross - costPerTrade });
  }
  return trades;
}

/**
 * Statistics of trades made with an equal part of the equity for each symbol, never more. Ratios come from the returns
 * of calendar days (UTC, by close of the trade, days without trades included), so that trades closed on the same
 * day count once and nothing has to be assumed about how many trades a year holds.
 */
export function tradingStatistics(
  trades: readonly Trade[],
  symbols: number,
  from: number,
  to: number,
): TradingStatistics {
  const days = dailyReturns(trades, symbols, from, to);
  const equity = equityCurve(days);
  const growth = equity.at(-1) ?? 1;
  const fall = maxDrawdown(equity);
  const profits = sumOf(trades.map(({ netReturn }) => Math.max(netReturn, 0)));
  const losses = sumOf(trades.map(({ netReturn }) => Math.max(-netReturn, 0)));
  const mean = sumOf(days) / days.length;
  const daily = sharpeSample(days);
  const downside = Math.sqrt(sumOf(days.map((r) => Math.min(r, 0) ** 2)) / days.length);
  const yearlyGrowth = exp((log(growth) * DAYS_PER_YEAR) / days.length) - 1;
  return {
    trades: trades.length,
    winRate: over(trades.filter(({ netReturn }) => netReturn > 0).length, trades.length),
    averageReturn: over(profits - losses, trades.length),
    profitFactor: over(profits, losses),
    totalReturn: growth - 1,
    maxDrawdown: fall,
    sharpe: daily && daily.sharpe * Math.sqrt(DAYS_PER_YEAR),
    sortino: over(mean * Math.sqrt(DAYS_PER_YEAR), downside),
    calmar: over(yearlyGrowth, fall),
    daily,
    probabilisticSharpe: daily && probabilisticSharpe(daily),
  };
}

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

const over = (part: number, whole: number): number | null => (whole > 0 ? part / whole : null);
