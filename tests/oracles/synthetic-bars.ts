import type { IndicatorBars } from "../../shared/indicators/indicator-bars.ts";
import { emptyBars } from "../../shared/market/bars.ts";

const HOUR_MS = 3_600_000;
const START = Date.UTC(2024, 0, 1);

/** Numerical Recipes' linear congruential generator: integers only, so every machine draws the same numbers. */
function uniform(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 4294967296;
  };
}

export interface SyntheticOptions {
  readonly seed?: number;
  /** Price of the first bar. */
  readonly level?: number;
  /** Smallest price step; 0 for none. Coarse ticks make equal prices, flat bars and dojis common. */
  readonly tick?: number;
}

/**
 * Deterministic hourly bars with the features that indicators trip over: gaps, trends and reversals, volatility that
 * comes and goes, bars without range, bars without volume. Made of + - * / alone, the same bits on every engine.
 */
export function syntheticBars(
  length: number,
  { seed = 1, level = 100, tick = 0 }: SyntheticOptions = {},
): Required<IndicatorBars> {
  const next = uniform(seed);
  const bars = { ...emptyBars(length), reference: new Float64Array(length) };
  const toTick = (price: number) => (tick > 0 ? Math.max(1, Math.round(price / tick)) * tick : price);
  let price = level;
  let market = 4 * level;
  let drift = 0;
  let spread = 0.006;
  for (let i = 0; i < length; i++) {
    if (next() < 0.04) drift = (next() - 0.5) * 0.006;
    spread = 0.9 * spread + 0.1 * (0.001 + 0.02 * next() * next());
    const open = next() < 0.1 ? price * (1 + 4 * spread * (next() - 0.5)) : price;
    const flat = next() < 0.02;
    const close = flat ? open : open * (1 + drift + 2 * spread * (next() - 0.5));
    const above = flat ? 0 : spread * next() * next();
    const below = flat ? 0 : spread * next() * next();
    market *= 1 + 0.3 * (close / price - 1) + 0.01 * (next() - 0.5);
    bars.ts[i] = START + i * HOUR_MS;
    bars.open[i] = toTick(open);
    bars.close[i] = toTick(close);
    bars.high[i] = Math.max(toTick(Math.max(open, close) * (1 + above)), bars.open[i]!, bars.close[i]!);
    bars.low[i] = Math.min(toTick(Math.min(open, close) * (1 - below)), bars.open[i]!, bars.close[i]!);
    bars.volume[i] = next() < 0.01 ? 0 : Math.floor(1 + 100_000 * next() * next());
    bars.reference[i] = market;
    price = close;
  }
  return bars;
}

/** Sizes in ticks, each as likely as it is listed often. */
const BODIES = [-9, -6, -3, -1, 0, 0, 1, 3, 6, 9];
const GAPS = [-4, -1, 0, 0, 0, 1, 4];
const SHADOWS = [0, 0, 0, 1, 3, 8];

/**
 * Deterministic bars drawn from a few sizes of body, gap and shadow, in ticks: rich in every candle pattern, and in the
 * ties that tell `<` from `<=`.
 */
export function candleBars(length: number, seed: number, tick: number): Required<IndicatorBars> {
  const next = uniform(seed);
  const pick = (sizes: readonly number[]) => sizes[Math.floor(next() * sizes.length)]!;
  const bars = { ...emptyBars(length), reference: new Float64Array(length) };
  let price = 1000;
  for (let i = 0; i < length; i++) {
    const open = Math.max(50, price + pick(GAPS));
    const close = Math.max(50, open + pick(BODIES) * (next() < 0.7 ? 1 : Math.sign(1000 - open) || 1));
    bars.ts[i] = START + i * HOUR_MS;
    bars.open[i] = open * tick;
    bars.close[i] = close * tick;
    bars.high[i] = (Math.max(open, close) + pick(SHADOWS)) * tick;
    bars.low[i] = (Math.min(open, close) - pick(SHADOWS)) * tick;
    bars.volume[i] = 1;
    bars.reference[i] = 1;
    price = close;
  }
  return bars;
}
