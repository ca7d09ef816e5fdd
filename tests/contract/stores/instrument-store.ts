import { expect, test } from "vitest";
import type { Instrument } from "../../../shared/market/instrument.ts";
import type { InstrumentStore } from "../../../shared/ports/instrument-store.ts";
import { FX } from "../../support/instruments.ts";

const INSTRUMENT = { ...FX, symbol: "SYN-FX" };

/** Duties of a store of instruments. `open` is called once the test runs, with the instrument that it is to hold. */
export function describeInstrumentStore(open: (instrument: Instrument) => Promise<InstrumentStore>): void {
  test("finds an instrument by its symbol, and says when there is none", async () => {
    const instruments = await open(INSTRUMENT);
    expect(await instruments.get(INSTRUMENT.symbol)).toEqual(INSTRUMENT);
    await expect(instruments.get("SYN-NONE")).rejects.toMatchObject({ code: "unknown_symbol" });
  });
}
