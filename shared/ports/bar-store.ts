import type { Bars } from "../market/bars.ts";
import type { Timeframe } from "../market/timeframe.ts";

export interface BarQuery {
  readonly symbol: string;
  readonly timeframe: Timeframe;
  /** First opening time wanted (inclusive), epoch milliseconds. */
  readonly from?: number;
  /** End of the range (exclusive), epoch milliseconds. */
  readonly to?: number;
  /** At most this many bars: the newest of the range when `newestFirst`, else the oldest. The answer is always oldest first. */
  readonly limit: number;
  readonly newestFirst?: boolean;
}

export interface BarWrite {
  readonly symbol: string;
  readonly timeframe: Timeframe;
  readonly bars: Bars;
  /** Fate of a bar that is stored already with other values; one with the same values is skipped. */
  readonly onConflict: "skip" | "replace";
}

export interface BarWriteCount {
  readonly inserted: number;
  readonly replaced: number;
  readonly skipped: number;
}

export type GapQuery = Omit<BarQuery, "newestFirst">;

/** A run of bars that is not there, between two that are: nights and weekends too, since calendars have holidays. */
export interface BarGap {
  /** Opening time of the first missing bar and of the next one present, epoch milliseconds. */
  readonly from: number;
  readonly to: number;
  readonly missing: number;
}

/** Stored market data. */
export interface BarStore {
  read(query: BarQuery): Promise<Bars>;
  /** All or nothing; acknowledged means durable. */
  write(write: BarWrite): Promise<BarWriteCount>;
  /** Gaps of the range, oldest first. */
  gaps(query: GapQuery): Promise<BarGap[]>;
}
