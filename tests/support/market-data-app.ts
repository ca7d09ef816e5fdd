import { createApp } from "../../functions/market-data/app.ts";
import type { BarGap } from "../../shared/ports/bar-store.ts";
import { signTestToken, TEST_SECRET_KEY, testHttpDeps } from "./http-deps.ts";
import { FX } from "./instruments.ts";
import { createMemoryBarStore } from "./memory/bar-store.ts";
import { createMemoryInstrumentStore } from "./memory/instrument-store.ts";
import { withUndeclaredSymbol } from "./undeclared-symbol.ts";

export const HOUR = 3_600_000;
export const START = Date.UTC(2024, 0, 2);
export const SECRET_HEADERS = { apikey: TEST_SECRET_KEY, "content-type": "application/json" };

/** So many hourly bars from START on, as columns. */
export function columns(count: number) {
  const price = (offset: number) => Array.from({ length: count }, (_, i) => 1.1 + i / 1000 + offset);
  return {
    ts: Array.from({ length: count }, (_, i) => START + i * HOUR),
    open: price(0),
    high: price(0.01),
    low: price(-0.01),
    close: price(0.005),
  };
}

/** The function that keeps market data, over stores in memory that know EURUSD alone and report these gaps. */
export function marketDataApp(gaps: readonly BarGap[] = []) {
  const app = createApp({
    ...testHttpDeps(),
    bars: withUndeclaredSymbol(createMemoryBarStore(gaps), "NOPE"),
    instruments: createMemoryInstrumentStore([{ ...FX, symbol: "EURUSD" }]),
  });

  /** Sends bars, with the secret key unless other headers are given. */
  function post(body: unknown, headers: Record<string, string> = SECRET_HEADERS) {
    return app.request("/market-data/bars", { method: "POST", headers, body: JSON.stringify(body) });
  }

  /** Reads as a user. */
  async function get(path: string) {
    return await app.request(`/market-data/${path}`, {
      headers: { authorization: `Bearer ${await signTestToken()}` },
    });
  }
  return { app, post, get };
}
