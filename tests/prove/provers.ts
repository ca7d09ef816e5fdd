import { knownSignals } from "./known-signals.ts";
import { nullMarkets } from "./null-markets.ts";
import type { Prover } from "./prover.ts";
import { slicing } from "./slicing.ts";

/** The tables of docs/results. */
export const PROVERS: readonly Prover[] = [knownSignals, nullMarkets, slicing];
