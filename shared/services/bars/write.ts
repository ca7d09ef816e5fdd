import { Failure } from "../../failure.ts";
import { findBarFaults } from "../../market/validate-bars.ts";
import type { BarStore, BarWrite, BarWriteCount } from "../../ports/bar-store.ts";
import type { Clock } from "../../ports/clock.ts";

/** Bars of one call at most: what one statement stores well within its time limit. */
export const MAX_BARS_PER_CALL = 50_000;

/**
 * Stores a run of bars, whole or not at all. A faulty row refuses the call with a pointer to it.
 * @throws Failure invalid_request, unknown_symbol
 */
export async function writeBars(
  deps: { readonly bars: BarStore; readonly clock: Clock },
  input: BarWrite,
  pointerOf: (index: number, field: string) => string,
): Promise<BarWriteCount> {
  const faults = findBarFaults(input.bars, input.timeframe, deps.clock.now());
  if (faults.length > 0) {
    const errors = faults.map(({ index, field, detail }) => ({ pointer: pointerOf(index, field), detail }));
    throw new Failure(
      "invalid_request",
      `Row ${faults[0]!.index}: ${faults[0]!.field} ${faults[0]!.detail}. Nothing was stored.`,
      {
        errors,
      },
    );
  }
  return await deps.bars.write(input);
}
