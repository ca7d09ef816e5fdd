import { exp, log } from "../../shared/ml/math.ts";
import type { MarketProfile } from "./market-profile.ts";

/** Past returns that variance is the mean square of: the window of the labels' own sigma. */
const VARIANCE_WINDOW = 100;
/** How strongly variance is drawn to its level: the power of their ratio that enters the next hour's variance. */
const VARIANCE_PULL = 0.025;
const PRICE_SPAN = 24;
const FAST_VOLUME_SPAN = 24;
const SLOW_VOLUME_SPAN = 120;
/** Share in the next hour's expected volume of the level that volatility calls for; the rest is recent volume. */
const VOLUME_PULL = 0.03;
/** Fast over slow volume beyond which trends go on, and below which they turn. */
const BUSY_RATIO = 1.1;
const QUIET_RATIO = 0.95;

/** The weight of the newest value in an exponential moving average. */
const weightOf = (span: number) => 2 / (span + 1);

/** Standard deviation of the distance between a random walk of unit steps and its exponential average. */
const STRETCH_SCALE = Math.sqrt((PRICE_SPAN - 1) ** 2 / (4 * PRICE_SPAN));

/** What of a bar the future depends on. */
interface HourlyBar {
  readonly open: number;
  readonly close: number;
  readonly volume: number;
}

/**
 * All that the future of a market depends on, and each part of it is an average over past bars: nothing is hidden.
 * Whoever has the bars has the state, which is what makes the best possible forecast a known number.
 */
export class MarketState {
  readonly #profile: MarketProfile;
  readonly #baseVariance: number;
  /** A ring of the last squared returns, each less what was expected and without the pattern of the day. */
  readonly #squares: Float64Array;
  #oldest = 0;
  #sumOfSquares: number;
  #close: number;
  #averageClose: number;
  /** Averages of volume without the pattern of the day, as multiples of `hourlyVolume`. */
  #fastVolume = 1;
  #slowVolume = 1;

  constructor(profile: MarketProfile, close = profile.basePrice) {
    this.#profile = profile;
    this.#baseVariance = profile.hourlyVolatility * profile.hourlyVolatility;
    this.#squares = new Float64Array(VARIANCE_WINDOW).fill(this.#baseVariance);
    this.#sumOfSquares = VARIANCE_WINDOW * this.#baseVariance;
    this.#close = close;
    this.#averageClose = close;
  }

  copyFrom(other: MarketState): void {
    this.#squares.set(other.#squares);
    this.#oldest = other.#oldest;
    this.#sumOfSquares = other.#sumOfSquares;
    this.#close = other.#close;
    this.#averageClose = other.#averageClose;
    this.#fastVolume = other.#fastVolume;
    this.#slowVolume = other.#slowVolume;
  }

  clone(): MarketState {
    const copy = new MarketState(this.#profile);
    copy.copyFrom(this);
    return copy;
  }

  get close(): number {
    return this.#close;
  }

  /** Standard deviation of the next hour's return, before the pattern of the day. */
  get sigma(): number {
    const variance = this.#sumOfSquares / VARIANCE_WINDOW;
    return Math.sqrt(variance * exp(VARIANCE_PULL * log(this.#baseVariance / variance)));
  }

  /** 1 where trends go on, -1 where they turn, 0 where neither: a threshold model (Tong 1978) on relative volume. */
  get regime(): number {
    const ratio = this.#fastVolume / this.#slowVolume;
    return ratio > BUSY_RATIO ? 1 : ratio < QUIET_RATIO ? -1 : 0;
  }

  /** Expected return of the next hour in its own standard deviations. */
  get drift(): number {
    const sigma = Math.sqrt(this.#sumOfSquares / VARIANCE_WINDOW);
    const stretch = (this.#close / this.#averageClose - 1) / (sigma * STRETCH_SCALE);
    return this.#profile.signalStrength * this.regime * Math.max(-1, Math.min(1, stretch));
  }

  /** Expected volume of the next hour, before the pattern of the day, as a multiple of `hourlyVolume`. */
  get expectedVolume(): number {
    const called = this.sigma / this.#profile.hourlyVolatility;
    return VOLUME_PULL * called + (1 - VOLUME_PULL) * this.#fastVolume;
  }

  /** Takes in the bar of the next hour. */
  advance(hourOfDay: number, { open, close, volume }: HourlyBar): void {
    const { volatilityByHour, volumeByHour, hourlyVolume } = this.#profile;
    const surprise = log(close / open) / volatilityByHour[hourOfDay]! - this.drift * this.sigma;
    const square = surprise * surprise;
    this.#sumOfSquares += square - this.#squares[this.#oldest]!;
    this.#squares[this.#oldest] = square;
    this.#oldest = (this.#oldest + 1) % VARIANCE_WINDOW;
    this.#close = close;
    this.#averageClose += weightOf(PRICE_SPAN) * (close - this.#averageClose);
    const relativeVolume = volume / (hourlyVolume * volumeByHour[hourOfDay]!);
    this.#fastVolume += weightOf(FAST_VOLUME_SPAN) * (relativeVolume - this.#fastVolume);
    this.#slowVolume += weightOf(SLOW_VOLUME_SPAN) * (relativeVolume - this.#slowVolume);
  }
}
