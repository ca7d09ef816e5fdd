import { type Bars, emptyBars, sliceBars } from "../../shared/market/bars.ts";
import { Random } from "../../shared/math/random.ts";
import { Hour } from "./hour.ts";
import { findMarketProfile } from "./market-profiles.ts";
import { MarketState } from "./market-state.ts";
import { HOUR_MS, hourOfDay, MINUTE_MS, TradingHours } from "./trading-hours.ts";

/** Every market begins here, whatever part of it is asked for: that is why a bar once generated never changes. */
export const MARKET_START = Date.UTC(2020, 0, 1);

const STEP_MS = { "1m": MINUTE_MS, "1h": HOUR_MS } as const;

export interface BarRequest {
  readonly symbol: string;
  /** Hours and minutes are the same path; other timeframes are resampled from them. */
  readonly timeframe: keyof typeof STEP_MS;
  /** First opening time (inclusive), epoch milliseconds, not before MARKET_START. */
  readonly from: number;
  /** Bars that have closed by then are generated, epoch milliseconds. */
  readonly to: number;
  /** Another seed gives another history of the same market; 0 is the demo's. */
  readonly seed?: number;
}

/**
 * The bars of a synthetic market. The same request gives the same bytes on every engine and on every day, and a later
 * `to` only appends. Throws a RangeError for an unknown symbol or timeframe, for a seed that is no integer and for times out of order.
 */
export function generateBars({ symbol, timeframe, from, to, seed = 0 }: BarRequest): Bars {
  const profile = findMarketProfile(symbol);
  if (!Object.hasOwn(STEP_MS, timeframe))
    throw new RangeError(`timeframe must be 1m or 1h, not ${timeframe}`);
  if (!(from >= MARKET_START && from <= to && to < Number.POSITIVE_INFINITY))
    throw new RangeError(`from must not be before ${new Date(MARKET_START).toISOString()} or after to`);
  if (!Number.isSafeInteger(seed)) throw new RangeError(`seed must be an integer, not ${seed}`);
  const hours = new TradingHours(profile.instrument.calendar);
  const firstHour = from - (from % HOUR_MS);
  const barsPerHour = HOUR_MS / STEP_MS[timeframe];
  const bars = emptyBars(hours.count(firstHour, to) * barsPerHour);
  const random = Random.seeded(streamSeed(symbol, seed));
  const state = new MarketState(profile);
  const hour = new Hour(profile);
  for (let ts = MARKET_START, last = ts - HOUR_MS, row = 0; ts < to; last = ts, ts = hours.next(ts)) {
    hour.draw(state, hourOfDay(ts), ts - last > HOUR_MS, random);
    state.advance(hourOfDay(ts), hour);
    if (ts < firstHour) continue;
    if (timeframe === "1h") hour.writeBar(bars, row, ts);
    else hour.writeMinutes(bars, row, ts);
    row += barsPerHour;
  }
  return sliceBars(bars, lowerBound(bars.ts, from), lowerBound(bars.ts, to - STEP_MS[timeframe] + 1));
}

/** Number of values below `bound` in an ascending column. */
function lowerBound(column: Float64Array, bound: number): number {
  const found = column.findIndex((value) => value >= bound);
  return found < 0 ? column.length : found;
}

/** FNV-1a over the symbol and the seed, so that markets and histories are independent of each other. */
function streamSeed(symbol: string, seed: number): number {
  let hash = 0x811c9dc5;
  for (const character of `${symbol}/${seed}`) hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193);
  return hash;
}
