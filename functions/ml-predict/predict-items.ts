import type { z } from "zod";
import type { Caller } from "../../shared/http/callers.ts";
import { type ItemOutcome, settleItem } from "../../shared/http/item-outcome.ts";
import type { Logger } from "../../shared/http/logger.ts";
import { toBriefPrediction } from "../../shared/http/prediction-answer.ts";
import { refuseRealSymbols } from "../../shared/http/test-keys.ts";
import type {
  Prediction,
  PredictionRequest,
  PredictionService,
} from "../../shared/services/prediction/predictor.ts";
import type { BriefPrediction } from "../../shared/wire/prediction.ts";

/** How one prediction of several ended, and whether it was known already. */
export type PredictionOutcome = ItemOutcome<z.output<ReturnType<typeof BriefPrediction>>> & {
  readonly cache: "hit" | "miss" | null;
};

export interface PredictionOutcomes {
  readonly succeeded: number;
  readonly failed: number;
  readonly areAllCached: boolean;
  /** In the order of the requests. */
  readonly outcomes: readonly PredictionOutcome[];
}

/** Makes many predictions, rows of the same model in one run; one that fails takes none of the others with it. */
export async function predictItems(
  { predictAll }: PredictionService,
  logger: Logger,
  caller: Caller,
  requests: readonly PredictionRequest[],
): Promise<PredictionOutcomes> {
  const refused = await Promise.allSettled(
    requests.map(async ({ symbol }) => refuseRealSymbols(caller, [symbol])),
  );
  const allowed = requests.filter((_, i) => refused[i]!.status === "fulfilled");
  const predicted = (await predictAll(allowed)).values();
  const settled = refused.map((refusal) =>
    refusal.status === "rejected" ? refusal : predicted.next().value!,
  );
  const outcomes = await Promise.all(settled.map((outcome) => toOutcome(logger, outcome)));
  const failed = outcomes.filter(({ problem }) => problem !== null).length;
  return {
    succeeded: outcomes.length - failed,
    failed,
    areAllCached: outcomes.every(({ cache }) => cache === "hit"),
    outcomes,
  };
}

async function toOutcome(
  logger: Logger,
  settled: PromiseSettledResult<Prediction>,
): Promise<PredictionOutcome> {
  if (settled.status === "rejected") {
    return { cache: null, ...(await settleItem(logger, Promise.reject(settled.reason))) };
  }
  const cache = settled.value.isCached ? "hit" : "miss";
  return { cache, answer: toBriefPrediction(settled.value), problem: null };
}
