/** The kind of market that an instrument trades on; it decides the calendar and which features make sense. */
export type AssetClass = "fx" | "equity" | "crypto" | "synthetic";

/** Weekly trading hours in the exchange's own zone, so that daylight saving moves them as it moves the market. */
export interface SessionCalendar {
  /** IANA zone, for example "America/New_York". */
  readonly zone: string;
  /**
   * One entry for each stretch of trading: day of week (0 = Sunday) and minutes since local midnight.
   * An end may lie beyond 1440: the session runs into the next day. Markets that never close have none.
   */
  readonly sessions: readonly { readonly day: number; readonly open: number; readonly close: number }[];
}

export interface Instrument {
  readonly symbol: string;
  readonly assetClass: AssetClass;
  /** Smallest price step, in price units. */
  readonly tickSize: number;
  /** False where the feed carries none (FX): volume features are then a declared constant. */
  readonly hasVolume: boolean;
  readonly calendar: SessionCalendar;
}

const SYNTHETIC_PREFIX = "SYN-";

/** True of a symbol of the generated markets, whose prices are nobody's. */
export function isSynthetic(symbol: string): boolean {
  return symbol.startsWith(SYNTHETIC_PREFIX);
}
