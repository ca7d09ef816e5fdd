import { exp, log } from "../../shared/math/elementary.ts";
import type { MarketProfile } from "./market-profile.ts";
import { RollingMean } from "./rolling-mean.ts";

/** Bars of the slow means: the window of the labels' own sigma. */
const LONG_BARS = 100;
/** Bars of the fast means. */
const RECENT_BARS = 20;
/** How strongly variance is drawn to its level: the power of their ratio that enters the next hour's variance. */
const VARIANCE_PULL = 0.025;
/** Share in the next hour's expected volume of the level that volatility calls for; the rest is recent volume. */
const VOLUME_PULL = 0.03;
/** Mean volume of the recent bars over that of the long window: above one moves go on, below the other they turn. */
const BUSY_RATIO = 1.1;
const QUIET_RATIO = 0.95;

/** Standard deviation of the distance between a random walk of unit steps and the mean of its last n values. */
const STRETCH_SCALE = Math.sqrt(((RECENT_BARS - 1) * (2 * RECENT_BARS - 1)) / (6 * RECENT_BARS));

/** The part of a bar that the future depends on. */
interface HourlyBar {
  readonly open: number;
  readonly close: number;
  readonly volume: number;
}

/**
 * All that the future of a market depends on: means over its last bars, and nothing hidden. Whoever has the bars has
 * the state, which is what makes the best possible forecast a known number.
 */
export class MarketState {
  readonly #profile: MarketProfile;
  readonly #baseVariance: number;
  /** Squared returns, each less what was expected and without the pattern of the day. */
  readonly #squares: RollingMean;
  readonly #closes: RollingMean;
  readonly #recentVolume: RollingMean;
  readonly #volume: RollingMean;
  /** Recent volume without the pattern of the day, as a multiple of `hourlyVolume`. */
  readonly #activity: RollingMean;
  #close: number;

  constructor(profile: MarketProfile) {
    this.#profile = profile;
    this.#baseVariance = profile.hourlyVolatility * profile.hourlyVolatility;
    this.#squares = new RollingMean(LONG_BARS, this.#baseVariance);
    this.#closes = new RollingMean(RECENT_BARS, profile.basePrice);
    this.#recentVolume = new RollingMean(RECENT_BARS, profile.hourlyVolume);
    this.#volume = new RollingMean(LONG_BARS, profile.hourlyVolume);
    this.#activity = new RollingMean(RECENT_BARS, 1);
    this.#close = profile.basePrice;
  }

  copyFrom(other: MarketState): void {
    this.#squares.copyFrom(other.#squares);
    this.#closes.copyFrom(other.#closes);
    this.#recentVolume.copyFrom(other.#recentVolume);
    this.#volume.copyFrom(other.#volume);
    this.#activity.copyFrom(other.#activity);
    this.#close = other.#close;
  }

  get close(): number {
    return this.#close;
  }

  /** Standard deviation of the next hour's return, before the pattern of the day. */
  get sigma(): number {
    const variance = this.#squares.mean;
    return Math.sqrt(variance * exp(VARIANCE_PULL * log(this.#baseVariance / variance)));
  }

  /** 1 where moves go on, -1 where they turn, 0 where neither: a threshold model (Tong 1978) on relative volume. */
  get regime(): number {
    const ratio = this.#recentVolume.mean / this.#volume.mean;
    if (ratio > BUSY_RATIO) return 1;
    return ratio < QUIET_RATIO ? -1 : 0;
  }

  /** Expected return of the next hour in its own standard deviations. */
  get drift(): number {
    const distance = this.#close / this.#closes.mean - 1;
    const stretch = distance / (Math.sqrt(this.#squares.mean) * STRETCH_SCALE);
    return this.#profile.signalStrength * this.regime * Math.max(-1, Math.min(1, stretch));
  }

  /** Expected volume of the next hour, before the pattern of the day, as a multiple of `hourlyVolume`. */
  get expectedVolume(): number {
    const calledFor = this.sigma / this.#profile.hourlyVolatility;
    return VOLUME_PULL * calledFor + (1 - VOLUME_PULL) * this.#activity.mean;
  }

  /** Takes in the bar of the next hour. */
  advance(hourOfDay: number, { open, close, volume }: HourlyBar): void {
    const { volatilityByHour, volumeByHour, hourlyVolume } = this.#profile;
    const surprise = log(close / open) / volatilityByHour[hourOfDay]! - this.drift * this.sigma;
    this.#squares.push(surprise * surprise);
    this.#closes.push(close);
    this.#recentVolume.push(volume);
    this.#volume.push(volume);
    this.#activity.push(volume / (hourlyVolume * volumeByHour[hourOfDay]!));
    this.#close = close;
  }
}
