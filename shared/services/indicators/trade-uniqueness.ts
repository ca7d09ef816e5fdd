import { spanUniqueness } from "../../ml/labels/sample-weights.ts";
import type { RealisedTrade } from "../../ports/weight-ledger.ts";

type TradeSpan = Pick<RealisedTrade, "symbol" | "openedAt" | "closedAt">;

/**
 * Average uniqueness of each trade over its life among the trades of its symbol, as labels have it: simultaneous trades
 * of a symbol are one story however often it was traded. Symbols count as independent of each other.
 */
export function tradeUniqueness(trades: readonly TradeSpan[]): Float64Array {
  const uniqueness = new Float64Array(trades.length);
  for (const symbol of new Set(trades.map((trade) => trade.symbol))) {
    const places = Array.from(trades.keys()).filter((trade) => trades[trade]!.symbol === symbol);
    const ofSymbol = uniquenessOfSpans(places.map((trade) => trades[trade]!));
    places.forEach((trade, i) => {
      uniqueness[trade] = ofSymbol[i]!;
    });
  }
  return uniqueness;
}

function uniquenessOfSpans(trades: readonly TradeSpan[]): Float64Array {
  const moments = new Set(trades.flatMap(({ openedAt, closedAt }) => [openedAt, closedAt]));
  const instants = Float64Array.from(moments).sort();
  const placeOf = new Map(Array.from(instants, (instant, place) => [instant, place]));
  return spanUniqueness(
    {
      first: Int32Array.from(trades, ({ openedAt }) => placeOf.get(openedAt)!),
      last: Int32Array.from(trades, ({ closedAt }) => placeOf.get(closedAt)!),
    },
    instants,
  );
}
