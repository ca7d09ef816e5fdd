import type { Instrument, SessionCalendar } from "../shared/market/instrument.ts";
import { MARKET_PROFILES } from "./synthetic-market/market-profiles.ts";

/** An instrument and what each data provider calls it. */
export interface DemoInstrument extends Instrument {
  readonly providerCodes: Readonly<Record<string, string>>;
}

/** Sunday to Friday 17:00 in New York, where the currency day begins and ends. */
const CURRENCY_WEEK: SessionCalendar = {
  zone: "America/New_York",
  sessions: [0, 1, 2, 3, 4].map((day) => ({ day, open: 17 * 60, close: 41 * 60 })),
};

/** The regular session of the New York exchanges. */
const NEW_YORK_DAY: SessionCalendar = {
  zone: "America/New_York",
  sessions: [1, 2, 3, 4, 5].map((day) => ({ day, open: 9 * 60 + 30, close: 16 * 60 })),
};

const REAL: readonly DemoInstrument[] = [
  {
    symbol: "EURUSD",
    assetClass: "fx",
    tickSize: 0.00001,
    hasVolume: false,
    calendar: CURRENCY_WEEK,
    providerCodes: { oanda: "EUR_USD", polygon: "C:EURUSD" },
  },
  {
    symbol: "SPY",
    assetClass: "equity",
    tickSize: 0.01,
    hasVolume: true,
    calendar: NEW_YORK_DAY,
    providerCodes: { alpaca: "SPY", polygon: "SPY" },
  },
  {
    symbol: "AAPL",
    assetClass: "equity",
    tickSize: 0.01,
    hasVolume: true,
    calendar: NEW_YORK_DAY,
    providerCodes: { alpaca: "AAPL", polygon: "AAPL" },
  },
  {
    symbol: "BTCUSD",
    assetClass: "crypto",
    tickSize: 0.01,
    hasVolume: true,
    calendar: { zone: "UTC", sessions: [] },
    providerCodes: { alpaca: "BTC/USD", polygon: "X:BTCUSD" },
  },
];

/** Instruments that the demo begins with: the synthetic markets, and four real ones to import bars for. */
export const DEMO_INSTRUMENTS: readonly DemoInstrument[] = [
  ...MARKET_PROFILES.map(({ instrument }) => ({ ...instrument, providerCodes: {} })),
  ...REAL,
];
