import type { ModelScope } from "../../ports/model-store.ts";

/** The registry's name of a set of symbols. */
const MAX_UNIVERSE_LENGTH = 64;

/**
 * The name of a set of symbols, given sorted: a single symbol's universe bears its name, several are joined while the
 * name stays short; a longer list is told apart by its checksum.
 */
export function universeOf(symbols: readonly string[]): string {
  const joined = symbols.join("+");
  return joined.length <= MAX_UNIVERSE_LENGTH ? joined : `${symbols.length}-symbols-${checksum(joined)}`;
}

/** FNV-1a, 64 bits, in hexadecimal. */
function checksum(text: string): string {
  let hash = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(text)) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  }
  return hash.toString(16).padStart(16, "0");
}

/** A model version that says what it predicts and when it was asked for, for example `eurusd-1h-12-20261121T034714Z`. */
export function modelVersionFor({ universe, timeframe, horizonBars }: ModelScope, now: number): string {
  const name = universe.toLowerCase().replace(/[^a-z0-9]+/g, "-");
  const time = new Date(now).toISOString().replace(/[-:]|\.\d+/g, "");
  return `${name}-${timeframe}-${horizonBars}-${time}`;
}
