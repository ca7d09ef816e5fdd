import type { BoundedWeight } from "../indicators/weights/fit-weights.ts";
import type { Actor } from "./actor.ts";

export const WEIGHT_METHODS = ["signals", "trades"] as const;
export type WeightMethod = (typeof WEIGHT_METHODS)[number];

/** One move of the weights, as it is recorded. */
export interface WeightOptimisation {
  /** A UUID; the same again changes nothing. */
  readonly id: string;
  readonly method: WeightMethod;
  readonly symbols: number;
  readonly weights: readonly {
    readonly indicator_name: string;
    readonly new_weight: number;
    readonly rank: number;
    readonly samples: number;
    readonly effective_samples: number;
    readonly performance: number | null;
  }[];
}

/** A closed trade with the indicators at its entry; what was not recorded is null. */
export interface RealisedTrade {
  readonly symbol: string;
  readonly direction: "SELL" | "BUY";
  /** Epoch milliseconds. */
  readonly openedAt: number;
  readonly closedAt: number;
  readonly profit: number;
  /** By the names of the standard set. */
  readonly values: Readonly<Record<string, number | null>>;
}

/** The weights of the indicators, what moved them, and the trades that they can be judged by. */
export interface WeightLedger {
  all(): Promise<BoundedWeight[]>;
  /** Moves the weights and records it: history, log and audit, at once or not at all. */
  apply(optimisation: WeightOptimisation, actor: Actor): Promise<void>;
  /** The newest trades opened since (epoch milliseconds) that have closed, oldest first. */
  closedTrades(since: number, limit: number): Promise<RealisedTrade[]>;
}
