import { Failure } from "../../failure.ts";
import type { AssetClass, SessionCalendar } from "../../market/instrument.ts";
import type { InstrumentStore } from "../../ports/instrument-store.ts";
import { callFunction, type ProjectClient } from "./client.ts";

interface InstrumentJson {
  readonly symbol: string;
  readonly asset_class: AssetClass;
  readonly tick_size: number;
  readonly has_volume: boolean;
  readonly calendar: SessionCalendar;
}

/** Instruments in the table `instruments`. */
export function createSupabaseInstrumentStore(client: ProjectClient): InstrumentStore {
  return {
    async get(symbol) {
      const found = await callFunction<InstrumentJson | null>(client, "get_instrument", { p_symbol: symbol });
      if (found === null) throw new Failure("unknown_symbol", `No instrument is named ${symbol}.`);
      return {
        symbol: found.symbol,
        assetClass: found.asset_class,
        tickSize: found.tick_size,
        hasVolume: found.has_volume,
        calendar: found.calendar,
      };
    },
  };
}
