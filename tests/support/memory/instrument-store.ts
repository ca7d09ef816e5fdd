import { Failure } from "../../../shared/failure.ts";
import type { Instrument } from "../../../shared/market/instrument.ts";
import type { InstrumentStore } from "../../../shared/ports/instrument-store.ts";

/** Instruments in memory, for tests. */
export function createMemoryInstrumentStore(instruments: readonly Instrument[]): InstrumentStore {
  return {
    async get(symbol) {
      const found = instruments.find((instrument) => instrument.symbol === symbol);
      if (!found) throw new Failure("unknown_symbol", `No instrument is named ${symbol}.`);
      return found;
    },
  };
}
