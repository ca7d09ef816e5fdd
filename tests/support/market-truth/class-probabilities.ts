import { Hour } from "../../../seed/synthetic-market/hour.ts";
import type { MarketProfile } from "../../../seed/synthetic-market/market-profile.ts";
import { findMarketProfile } from "../../../seed/synthetic-market/market-profiles.ts";
import { MarketState } from "../../../seed/synthetic-market/market-state.ts";
import { HOUR_MS, hourOfDay, TradingHours } from "../../../seed/synthetic-market/trading-hours.ts";
import { type Bars, emptyBars } from "../../../shared/market/bars.ts";
import { Random } from "../../../shared/math/random.ts";
import type { LabelSpec } from "../../../shared/ml/labels/label-spec.ts";
import { barrierDistances, settle } from "../../../shared/ml/labels/triple-barrier.ts";
import { CLASSES } from "../../../shared/ml/learner.ts";

/**
 * Bars after which nothing is left of what came before. The means forget in 100 bars; only the expectation that a return
 * is compared with reaches further back, and ten times less with every hundred.
 */
export const STATE_WARM_UP_BARS = 1000;

export interface ProbabilityRequest {
  readonly symbol: string;
  /** Hourly bars of that market, from any bar on: the past that the probabilities are conditional on. */
  readonly bars: Bars;
  /** Rows to give probabilities for, ascending, none before STATE_WARM_UP_BARS. */
  readonly rows: ArrayLike<number>;
  readonly spec: LabelSpec;
  /** Futures drawn for each row: the standard error of a probability p is sqrt(p (1 - p) / paths). */
  readonly paths: number;
  readonly seed: number;
}

/**
 * The true probabilities of the triple-barrier labels SELL, HOLD, BUY given the bars up to and including each row,
 * row-major `[rows * 3]`, by Monte Carlo: futures are drawn from the state that those bars determine and settled by
 * the code that makes the labels. No forecast made of the same bars can have a lower expected log loss.
 * Throws a RangeError for an unknown symbol, for rows without their warm-up and for a number out of range.
 */
export function conditionalClassProbabilities(request: ProbabilityRequest): Float64Array {
  const { symbol, bars, rows, spec, paths, seed } = request;
  const profile = findMarketProfile(symbol);
  if (!(Number.isInteger(paths) && paths > 0))
    throw new RangeError(`paths must be a positive integer, not ${paths}`);
  const distances = barrierDistances(bars.close, spec);
  const futures = new Futures(profile, spec.horizonBars, Random.seeded(seed));
  const state = new MarketState(profile);
  const probabilities = new Float64Array(rows.length * CLASSES.length);
  let known = 0;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    const distance = distances[row] ?? Number.NaN;
    if (!(row >= STATE_WARM_UP_BARS && row + 1 >= known && distance > 0))
      throw new RangeError(`rows must ascend from ${STATE_WARM_UP_BARS} and have a barrier, unlike ${row}`);
    for (; known <= row; known++) state.advance(hourOfDay(bars.ts[known]!), barAt(bars, known));
    futures.beginAfter(bars.ts[row]!);
    for (let path = 0; path < paths; path++)
      probabilities[i * CLASSES.length + futures.drawLabel(state, distance)]! += 1 / paths;
  }
  return probabilities;
}

const barAt = ({ open, close, volume }: Bars, row: number) => ({
  open: open[row]!,
  close: close[row]!,
  volume: volume[row]!,
});

/** Draws what may come after a bar, one horizon at a time. */
class Futures {
  readonly #bars: Bars;
  readonly #state: MarketState;
  readonly #hour: Hour;
  readonly #hours: TradingHours;
  readonly #horizonBars: number;
  readonly #random: Random;

  constructor(profile: MarketProfile, horizonBars: number, random: Random) {
    // Row 0 stands for the bar of the decision, of which only the time is read.
    this.#bars = emptyBars(horizonBars + 1);
    this.#state = new MarketState(profile);
    this.#hour = new Hour(profile);
    this.#hours = new TradingHours(profile.instrument.calendar);
    this.#horizonBars = horizonBars;
    this.#random = random;
  }

  beginAfter(ts: number): void {
    const column = this.#bars.ts;
    column[0] = ts;
    for (let bar = 1; bar < column.length; bar++) column[bar] = this.#hours.next(column[bar - 1]!);
  }

  drawLabel(from: MarketState, distance: number): number {
    const [bars, hour, state] = [this.#bars, this.#hour, this.#state];
    state.copyFrom(from);
    for (let bar = 1; ; bar++) {
      const ts = bars.ts[bar]!;
      hour.draw(state, hourOfDay(ts), ts - bars.ts[bar - 1]! > HOUR_MS, this.#random);
      hour.writeBar(bars, bar, ts);
      state.advance(hourOfDay(ts), hour);
      const entry = bars.open[1]!;
      const touched = hour.high >= entry * (1 + distance) || hour.low <= entry * (1 - distance);
      // Nothing after a touch can change the label, so the rest of the horizon need not be drawn.
      if (touched || bar === this.#horizonBars) return settle(bars, 0, bar, distance).label;
    }
  }
}
