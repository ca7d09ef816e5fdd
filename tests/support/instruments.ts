import type { Instrument } from "../../shared/market/instrument.ts";

/** US stocks: 9:30 to 16:00 in New York. */
export const STOCK: Instrument = {
  symbol: "STOCK",
  assetClass: "equity",
  tickSize: 0.01,
  hasVolume: true,
  calendar: {
    zone: "America/New_York",
    sessions: [1, 2, 3, 4, 5].map((day) => ({ day, open: 570, close: 960 })),
  },
};

/** Currencies: five in the afternoon to five in New York, Sunday to Friday, without volume. */
export const FX: Instrument = {
  symbol: "FX",
  assetClass: "fx",
  tickSize: 1e-5,
  hasVolume: false,
  calendar: {
    zone: "America/New_York",
    sessions: [0, 1, 2, 3, 4].map((day) => ({ day, open: 1020, close: 2460 })),
  },
};

/** A market that never closes. */
export const CRYPTO: Instrument = {
  symbol: "COIN",
  assetClass: "crypto",
  tickSize: 0.01,
  hasVolume: true,
  calendar: { zone: "UTC", sessions: [] },
};
