import { Failure } from "../failure.ts";
import { isSynthetic } from "../market/instrument.ts";
import type { Caller } from "./callers.ts";

/** A test key costs nothing, so it gets nothing that costs: every symbol of its request must be a synthetic one. */
export function refuseRealSymbols(caller: Caller, symbols: readonly (string | undefined)[]): void {
  if (caller.kind !== "api_key" || caller.environment !== "test") return;
  const real = symbols.find((symbol) => symbol !== undefined && !isSynthetic(symbol));
  if (real === undefined) return;
  throw new Failure("test_key", `A test key works on the synthetic symbols (SYN-…), not on ${real}.`);
}
