import { Failure } from "../../failure.ts";
import { type FittedWeight, fitWeights, type VotedOutcomes } from "../../indicators/weights/fit-weights.ts";
import { voteColumns, votesOf } from "../../indicators/weights/vote-columns.ts";
import type { Timeframe } from "../../market/timeframe.ts";
import { joined } from "../../ml/joined.ts";
import { createLabelSpec, UNLABELLED } from "../../ml/labels/label-spec.ts";
import { makeLabels } from "../../ml/labels/make-labels.ts";
import { averageUniqueness } from "../../ml/labels/sample-weights.ts";
import type { Actor } from "../../ports/actor.ts";
import type { BarStore } from "../../ports/bar-store.ts";
import type { Clock } from "../../ports/clock.ts";
import type { WeightLedger } from "../../ports/weight-ledger.ts";
import { readClosedBars } from "../bars/read-closed.ts";
import { tradeUniqueness } from "./trade-uniqueness.ts";

interface OptimiseDeps {
  readonly bars: BarStore;
  readonly clock: Clock;
  readonly ledger: WeightLedger;
}

/** Where the evidence comes from: votes against what the bars did, or against what trades came to. */
export type WeightEvidence =
  | {
      readonly method: "signals";
      readonly symbols: readonly string[];
      readonly timeframe: Timeframe;
      readonly horizonBars: number;
      /** Of each symbol, the newest. */
      readonly bars: number;
    }
  | { readonly method: "trades"; readonly days: number };

export interface OptimisedWeights {
  /** Null when nothing was moved. */
  readonly optimisationId: string | null;
  readonly samples: number;
  readonly effectiveSamples: number;
  readonly weights: readonly FittedWeight[];
}

const DAY_MS = 86_400_000;
const MAX_TRADES = 20_000;
/** From fewer independent outcomes nothing can be proved, and what was proved before should not be forgotten. */
const MIN_EFFECTIVE = 100;

/**
 * Fits the weights to the evidence and, unless it is a trial run, moves them.
 * @throws Failure not_enough_bars, not_enough_trades, unknown_symbol, unavailable
 */
export async function optimiseWeights(
  deps: OptimiseDeps,
  evidence: WeightEvidence,
  apply: Actor | undefined,
): Promise<OptimisedWeights> {
  const data =
    evidence.method === "signals" ? await signalsOf(deps, evidence) : await tradesOf(deps, evidence);
  const effectiveSamples = data.uniqueness.reduce((sum, unique) => sum + unique, 0);
  if (effectiveSamples < MIN_EFFECTIVE) {
    throw new Failure(
      evidence.method === "signals" ? "not_enough_bars" : "not_enough_trades",
      `There are ${Math.floor(effectiveSamples)} independent outcomes; ${MIN_EFFECTIVE} are needed.`,
    );
  }
  const weights = fitWeights(data, await deps.ledger.all());
  const optimisationId = apply ? crypto.randomUUID() : null;
  if (apply && optimisationId) {
    const { method } = evidence;
    await deps.ledger.apply({ id: optimisationId, method, symbols: data.symbols, weights }, apply);
  }
  return { optimisationId, samples: data.outcomes.length, effectiveSamples, weights };
}

type Evidence = VotedOutcomes & { readonly symbols: number };

async function signalsOf(
  deps: OptimiseDeps,
  { symbols, timeframe, horizonBars, bars: limit }: Extract<WeightEvidence, { method: "signals" }>,
): Promise<Evidence> {
  const spec = createLabelSpec({ horizonBars });
  const parts = await Promise.all(
    symbols.map(async (symbol) => {
      const bars = await readClosedBars(deps, { symbol, timeframe, limit });
      const labels = makeLabels(bars, spec, timeframe);
      const uniqueness = averageUniqueness(labels);
      const rows = Uint32Array.from(bars.ts.keys()).filter((row) => labels.label[row] !== UNLABELLED);
      const votes = voteColumns(bars);
      return {
        votes: Object.fromEntries(
          Object.entries(votes).map(([name, column]) => [name, picked(column, rows)]),
        ),
        outcomes: Float64Array.from(rows, (row) => labels.label[row]! - 1),
        uniqueness: picked(uniqueness, rows),
      };
    }),
  );
  const names = Object.keys(parts[0]?.votes ?? {});
  const column = (of: (part: (typeof parts)[number]) => Float64Array) => joined(Float64Array, parts.map(of));
  return {
    symbols: symbols.length,
    votes: Object.fromEntries(names.map((name) => [name, column(({ votes }) => votes[name]!)])),
    outcomes: column(({ outcomes }) => outcomes),
    uniqueness: column(({ uniqueness }) => uniqueness),
  };
}

const picked = (column: Float64Array, rows: Uint32Array) => Float64Array.from(rows, (row) => column[row]!);

async function tradesOf(deps: OptimiseDeps, { days }: { readonly days: number }): Promise<Evidence> {
  const trades = await deps.ledger.closedTrades(deps.clock.now() - days * DAY_MS, MAX_TRADES);
  return {
    symbols: new Set(trades.map(({ symbol }) => symbol)).size,
    votes: votesOf(trades.length, (row) => (name) => trades[row]!.values[name] ?? Number.NaN),
    // The direction of a trade that earned was right, that of one that lost was wrong.
    outcomes: Float64Array.from(
      trades,
      ({ direction, profit }) => Math.sign(profit) * (direction === "BUY" ? 1 : -1),
    ),
    uniqueness: tradeUniqueness(trades),
  };
}
