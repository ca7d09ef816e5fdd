import type { TransactionSql } from "postgres";

interface NewWeight {
  readonly indicator_name: string;
  readonly weight: number;
  readonly rank?: number;
  readonly performance?: number;
}

/** Moves weights as an optimiser does; answers the optimisation's id. */
export async function optimiseWeights(
  tx: TransactionSql,
  weights: readonly NewWeight[],
  id: string = crypto.randomUUID(),
): Promise<string> {
  const optimisation = {
    id,
    method: "signals",
    symbols: 1,
    weights: weights.map(({ weight, rank, ...measured }, i) => ({
      new_weight: weight,
      importance_rank: rank ?? i + 1,
      samples_count: 1_000,
      effective_samples: 120.5,
      performance: 0.1,
      ...measured,
    })),
  };
  const actor = { kind: "secret", request_id: "r1" };
  await tx`select public.apply_indicator_weights(${tx.json(optimisation)}, ${tx.json(actor)})`;
  return id;
}
