import { createRequire } from "node:module";

export interface TalibResult {
  readonly begIndex: number;
  readonly result: Readonly<Record<string, readonly number[]>>;
  readonly error?: string;
}

export interface Talib {
  readonly functions: readonly { readonly name: string }[];
  execute(options: Readonly<Record<string, unknown>>): TalibResult;
}

/** TA-Lib's C library. The add-on can be had by `require` alone, and ships no types. */
export function loadTalib(): Talib {
  return createRequire(import.meta.url)("talib") as Talib;
}
