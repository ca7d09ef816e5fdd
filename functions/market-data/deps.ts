import type { HttpDeps } from "../../shared/http/env.ts";
import type { BarStore } from "../../shared/ports/bar-store.ts";
import type { InstrumentStore } from "../../shared/ports/instrument-store.ts";

/** The ports that this function needs. */
export interface MarketDataDeps extends HttpDeps {
  readonly bars: BarStore;
  readonly instruments: InstrumentStore;
}
