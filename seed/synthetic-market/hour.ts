import type { Bars } from "../../shared/market/bars.ts";
import { exp } from "../../shared/math/elementary.ts";
import type { Random } from "../../shared/math/random.ts";
import type { MarketProfile } from "./market-profile.ts";
import type { MarketState } from "./market-state.ts";
import { MINUTE_SHAPES, SHAPE_BITS, SHAPE_FIELDS } from "./minute-shapes.ts";
import { normalQuantiles } from "./quantiles.ts";
import { MINUTE_MS, MINUTES_PER_HOUR } from "./trading-hours.ts";

const MINUTES_PER_DRAW = 3;
const SHAPE_MASK = (1 << SHAPE_BITS) - 1;

const TABLE_SIZE = 1 << 12;
const TABLE_MASK = TABLE_SIZE - 1;
/** Leaves the 12 highest bits of a draw; the lowest 12 are another number. */
const TABLE_SHIFT = 20;
const NORMAL = normalQuantiles(TABLE_SIZE);

/** How much news an hour brings: it scales variance and volume alike, which ties one to the other. */
const NEWS = logNormal(0.3);
const VOLUME_NOISE = logNormal(0.4);

/** Equally likely log-normal values with mean 1. */
function logNormal(sigma: number): Float64Array {
  const values = NORMAL.map((z) => exp(sigma * z));
  const mean = values.reduce((sum, value) => sum + value, 0) / TABLE_SIZE;
  return values.map((value) => value / mean);
}

/**
 * One hour of a market: its bar, and the minutes that the bar is made of. Reused for the next one: drawing allocates
 * nothing.
 */
export class Hour {
  open = 0;
  high = 0;
  low = 0;
  close = 0;
  volume = 0;
  readonly #profile: MarketProfile;
  readonly #ticksPerUnit: number;
  /** Prices of each minute as multiples of the hour's open; a minute opens where the last one closed. */
  readonly #minuteHigh = new Float64Array(MINUTES_PER_HOUR);
  readonly #minuteLow = new Float64Array(MINUTES_PER_HOUR);
  readonly #minuteClose = new Float64Array(MINUTES_PER_HOUR);
  /** Whole lots. */
  readonly #minuteVolume = new Float64Array(MINUTES_PER_HOUR);

  constructor(profile: MarketProfile) {
    this.#profile = profile;
    this.#ticksPerUnit = Math.round(1 / profile.instrument.tickSize);
  }

  /** Draws the hour that follows a state; `opensWeek` when the market was closed until then. */
  draw(state: MarketState, hourOfDay: number, opensWeek: boolean, random: Random): void {
    const { volatilityByHour, volumeByHour, hourlyVolume, weekendGap } = this.#profile;
    const bits = random.uint32();
    const news = NEWS[bits >>> TABLE_SHIFT]!;
    const noise = VOLUME_NOISE[bits & TABLE_MASK]!;
    const sigma = state.sigma * volatilityByHour[hourOfDay]!;
    const gap = opensWeek ? weekendGap * sigma * NORMAL[random.uint32() >>> TABLE_SHIFT]! : 0;
    this.open = this.#toTick(state.close * (1 + gap));
    this.#drawMinutes(
      (state.drift * sigma) / MINUTES_PER_HOUR,
      sigma * Math.sqrt(news / MINUTES_PER_HOUR),
      (state.expectedVolume * hourlyVolume * volumeByHour[hourOfDay]! * news * noise) / MINUTES_PER_HOUR,
      random,
    );
  }

  /** Stores the bar of the hour. */
  writeBar(bars: Bars, row: number, ts: number): void {
    bars.ts[row] = ts;
    bars.open[row] = this.open;
    bars.high[row] = this.high;
    bars.low[row] = this.low;
    bars.close[row] = this.close;
    bars.volume[row] = this.volume;
  }

  /** Stores the bars of the 60 minutes from `row` on; together they are the bar of the hour. */
  writeMinutes(bars: Bars, row: number, ts: number): void {
    let open = this.open;
    for (let minute = 0; minute < MINUTES_PER_HOUR; minute++) {
      const close = this.#toTick(this.open * this.#minuteClose[minute]!);
      bars.ts[row + minute] = ts + minute * MINUTE_MS;
      bars.open[row + minute] = open;
      bars.high[row + minute] = this.#toTick(this.open * this.#minuteHigh[minute]!);
      bars.low[row + minute] = this.#toTick(this.open * this.#minuteLow[minute]!);
      bars.close[row + minute] = close;
      bars.volume[row + minute] = this.#minuteVolume[minute]!;
      open = close;
    }
  }

  /** Rounds to a whole tick, and to the double nearest to that decimal. */
  #toTick(price: number): number {
    return Math.round(price * this.#ticksPerUnit) / this.#ticksPerUnit;
  }

  #drawMinutes(drift: number, sigma: number, lots: number, random: Random): void {
    const [shapes, highs, lows] = [MINUTE_SHAPES, this.#minuteHigh, this.#minuteLow];
    const [closes, volumes] = [this.#minuteClose, this.#minuteVolume];
    const rise = Math.max(drift, 0);
    const fall = Math.min(drift, 0);
    let price = 1;
    let highest = 1;
    let lowest = 1;
    let totalVolume = 0;
    for (let minute = 0; minute < MINUTES_PER_HOUR; ) {
      let bits = random.uint32();
      for (const end = minute + MINUTES_PER_DRAW; minute < end; minute++, bits >>>= SHAPE_BITS) {
        const shape = (bits & SHAPE_MASK) * SHAPE_FIELDS;
        const high = price + rise + sigma * shapes[shape + 1]!;
        const low = price + fall + sigma * shapes[shape + 2]!;
        const volume = Math.floor(lots * shapes[shape + 3]! + 0.5);
        price += drift + sigma * shapes[shape]!;
        if (high > highest) highest = high;
        if (low < lowest) lowest = low;
        totalVolume += volume;
        highs[minute] = high;
        lows[minute] = low;
        closes[minute] = price;
        volumes[minute] = volume;
      }
    }
    this.high = this.#toTick(this.open * highest);
    this.low = this.#toTick(this.open * lowest);
    this.close = this.#toTick(this.open * price);
    this.volume = totalVolume;
  }
}
