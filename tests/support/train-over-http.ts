import { type Bars, sliceBars } from "../../shared/market/bars.ts";
import type { Instrument } from "../../shared/market/instrument.ts";
import type { Stack } from "../../supabase/local/create-stack.ts";
import { clientOf } from "./stack.ts";

type Address = Pick<Stack, "url" | "keys">;

const BARS_PER_CALL = 20_000;

/** Declares an instrument, as the seed does. */
export async function declareMarket(stack: Address, instrument: Instrument): Promise<void> {
  const { error } = await clientOf(stack, stack.keys.secret).rpc("upsert_instrument", {
    p_instrument: {
      symbol: instrument.symbol,
      asset_class: instrument.assetClass,
      tick_size: instrument.tickSize,
      has_volume: instrument.hasVolume,
      calendar: instrument.calendar,
    },
  });
  if (error) throw error;
}

/** Declares an instrument and stores hourly bars of it, through the API as anybody would. */
export async function storeHourlyBars(stack: Address, instrument: Instrument, bars: Bars): Promise<void> {
  await declareMarket(stack, instrument);
  for (let start = 0; start < bars.ts.length; start += BARS_PER_CALL) {
    const columns = Object.entries(sliceBars(bars, start, start + BARS_PER_CALL));
    await callFunction(stack, "POST", "market-data/bars", {
      symbol: instrument.symbol,
      timeframe: "1h",
      bars: Object.fromEntries(columns.map(([field, values]) => [field, Array.from(values as Float64Array)])),
    });
  }
}

/** Calls a function of the stack with the secret key; throws on a refusal. */
export async function callFunction(stack: Address, method: "GET" | "POST", path: string, body?: object) {
  const response = await fetch(`${stack.url}/functions/v1/${path}`, {
    method,
    headers: { apikey: stack.keys.secret, "content-type": "application/json" },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(`${method} ${path}: ${JSON.stringify(answer)}`);
  return answer;
}
