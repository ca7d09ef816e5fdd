import type { SessionCalendar } from "../../shared/market/instrument.ts";
import type { MarketProfile } from "./market-profile.ts";

const ALWAYS_OPEN: SessionCalendar = { zone: "UTC", sessions: [] };

/** Sunday 22:00 to Friday 22:00, in UTC all year: bars then do not depend on a machine's time-zone data. */
const WEEKDAYS: SessionCalendar = {
  zone: "UTC",
  sessions: [0, 1, 2, 3, 4].map((day) => ({ day, open: 22 * 60, close: 46 * 60 })),
};

/** Activity by UTC hour: a quiet Asian night, Europe's morning, and a peak where Europe and America overlap. */
const THREE_SESSIONS = [
  0.7, 0.7, 0.8, 0.7, 0.7, 0.8, 0.9, 1.1, 1.2, 1.2, 1.1, 1.0, 1.1, 1.3, 1.5, 1.5, 1.3, 1.1, 1.0, 0.9, 0.8,
  0.7, 0.7, 0.7,
];

/** Activity by UTC hour of a market that never closes. */
const ROUND_THE_CLOCK = [
  1.0, 0.9, 0.8, 0.8, 0.7, 0.7, 0.8, 0.9, 1.0, 1.0, 1.0, 1.0, 1.1, 1.3, 1.5, 1.5, 1.4, 1.3, 1.2, 1.1, 1.0,
  1.0, 1.0, 1.0,
];

/** Variance follows volume through the day: both count the news (Clark 1973, the mixture of distributions). */
function dayPattern(activity: readonly number[]): Pick<MarketProfile, "volumeByHour" | "volatilityByHour"> {
  const mean = activity.reduce((sum, value) => sum + value, 0) / activity.length;
  const volumeByHour = Float64Array.from(activity, (value) => value / mean);
  return { volumeByHour, volatilityByHour: volumeByHour.map(Math.sqrt) };
}

type Market = Pick<
  MarketProfile,
  "basePrice" | "hourlyVolatility" | "hourlyVolume" | "weekendGap" | "signalStrength"
>;

function profile(
  symbol: string,
  tickSize: number,
  calendar: SessionCalendar,
  pattern: ReturnType<typeof dayPattern>,
  market: Market,
): MarketProfile {
  return {
    instrument: { symbol, assetClass: "synthetic", tickSize, hasVolume: true, calendar },
    ...pattern,
    ...market,
  };
}

const weekdays = dayPattern(THREE_SESSIONS);
const always = dayPattern(ROUND_THE_CLOCK);

/**
 * The six markets of the demo: five with a planted signal of different strength, and SYN-NULL with none.
 * SYN-NULL has the daily pattern in volume alone: a pattern in volatility would tell which positions end at the time
 * barrier, and that is a signal too.
 */
export const MARKET_PROFILES: readonly MarketProfile[] = [
  profile("SYN-COIN", 0.01, ALWAYS_OPEN, always, {
    basePrice: 20_000,
    hourlyVolatility: 0.004,
    hourlyVolume: 12_000,
    weekendGap: 0,
    signalStrength: 0.45,
  }),
  profile("SYN-CHAIN", 0.001, ALWAYS_OPEN, always, {
    basePrice: 250,
    hourlyVolatility: 0.005,
    hourlyVolume: 40_000,
    weekendGap: 0,
    signalStrength: 0.4,
  }),
  profile("SYN-METAL", 0.01, WEEKDAYS, weekdays, {
    basePrice: 1_900,
    hourlyVolatility: 0.0016,
    hourlyVolume: 9_000,
    weekendGap: 1.5,
    signalStrength: 0.5,
  }),
  profile("SYN-INDEX", 0.05, WEEKDAYS, weekdays, {
    basePrice: 4_500,
    hourlyVolatility: 0.002,
    hourlyVolume: 25_000,
    weekendGap: 1.5,
    signalStrength: 0.46,
  }),
  profile("SYN-PAIR", 0.00001, WEEKDAYS, weekdays, {
    basePrice: 1.1,
    hourlyVolatility: 0.001,
    hourlyVolume: 6_000,
    weekendGap: 1,
    signalStrength: 0.44,
  }),
  profile(
    "SYN-NULL",
    0.001,
    ALWAYS_OPEN,
    { ...always, volatilityByHour: new Float64Array(24).fill(1) },
    {
      basePrice: 100,
      hourlyVolatility: 0.003,
      hourlyVolume: 8_000,
      weekendGap: 0,
      signalStrength: 0,
    },
  ),
];

/** The market of a symbol; throws a RangeError for a symbol that is not synthetic. */
export function findMarketProfile(symbol: string): MarketProfile {
  const found = MARKET_PROFILES.find(({ instrument }) => instrument.symbol === symbol);
  if (!found) throw new RangeError(`no synthetic market is called ${symbol}`);
  return found;
}
