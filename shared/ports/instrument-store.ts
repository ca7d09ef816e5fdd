import type { Instrument } from "../market/instrument.ts";

/** Facts about tradable instruments. */
export interface InstrumentStore {
  /** @throws Failure unknown_symbol */
  get(symbol: string): Promise<Instrument>;
}
