import type { Instrument } from "../../shared/market/instrument.ts";

/** The parameters of one synthetic market. Everything else about it follows from its past bars. */
export interface MarketProfile {
  readonly instrument: Instrument;
  /** Price of the first bar ever. */
  readonly basePrice: number;
  /** Standard deviation of an hour's return that volatility is drawn back to. */
  readonly hourlyVolatility: number;
  /** Volume of an hour, in lots, that goes with that volatility. */
  readonly hourlyVolume: number;
  /** Volume of each UTC hour as a multiple of the day's mean. */
  readonly volumeByHour: Float64Array;
  /** Volatility of each UTC hour as a multiple of the day's; the mean of the squares is 1. */
  readonly volatilityByHour: Float64Array;
  /** Standard deviation of the jump over a weekend, in hourly standard deviations. */
  readonly weekendGap: number;
  /** Largest expected return of an hour in its standard deviations: the planted signal. 0 plants none. */
  readonly signalStrength: number;
}
