import { continueSettled, settledValue } from "../../async/settled.ts";
import type { Cache } from "../../ports/cache.ts";
import type { PredictionLog } from "../../ports/prediction-log.ts";
import type { PredictionMetrics } from "../../ports/prediction-metrics.ts";
import { type AssemblerDeps, createAssembler } from "./assemble.ts";
import { withCanaryFallback, withShadow } from "./canary.ts";
import { decideOn } from "./decide.ts";
import { infer } from "./infer.ts";
import type { Answered, Prediction, PredictionPolicy, PredictionService, Predictor } from "./predictor.ts";
import { createPredictionWriter, recordOf } from "./record.ts";
import { createResolver, type ResolverDeps } from "./resolve.ts";
import { withCache } from "./with-cache.ts";

export interface PredictorDeps extends ResolverDeps, AssemblerDeps {
  readonly policy: PredictionPolicy;
  readonly cache: Cache;
  readonly predictions: PredictionLog;
  readonly predictionMetrics: PredictionMetrics;
}

/**
 * Makes the one prediction service of an isolate; its memory of models, bars, answers and sessions is only a cache.
 * A request is resolved, its input assembled, the model asked, a decision made of its probabilities, and all of it
 * recorded. Cached answers pass over the steps between resolving and recording.
 */
export function createPredictor(deps: PredictorDeps): PredictionService {
  const { clock, background } = deps;
  const write = createPredictionWriter(deps.predictions);
  const resolve = createResolver(deps);
  const models = withModels(deps);
  const counted = withMetrics(withCache(models, deps), deps);
  const predictor = withShadow(withCanaryFallback(counted, deps), {
    models,
    record: (answered) => write(recordOf("SHADOW", answered, clock)),
    clock,
    background,
  });

  async function record(answered: Answered): Promise<Prediction> {
    const kept = recordOf("SIGNAL", answered, clock);
    const written = write(kept);
    if (answered.resolved.request.log === "sync") await written;
    else background(written);
    return { ...answered, record: kept };
  }

  const predictAll: PredictionService["predictAll"] = async (requests) => {
    const startedMs = clock.elapsed();
    const resolved = await Promise.allSettled(requests.map((request) => resolve(request, startedMs)));
    const answered = await continueSettled(resolved, predictor);
    return await continueSettled(answered, async (all) => await Promise.allSettled(all.map(record)));
  };

  return { predictAll, predict: async (request) => settledValue((await predictAll([request]))[0]!) };
}

/** The models themselves: assemble, infer, decide. Each model runs once, each bar is looked at once. */
function withModels(deps: PredictorDeps): Predictor {
  const assemble = createAssembler(deps);
  return async function predictWithModels(requests) {
    const inputs = await Promise.allSettled(requests.map(assemble));
    return await continueSettled(inputs, async (assembled) => {
      const inferences = await infer(deps, assembled);
      const answers = assembled.map(async (input, i) => {
        const answer = decideOn(deps, input, settledValue(inferences[i]!));
        return { resolved: input.resolved, answer, isCached: false };
      });
      return await Promise.allSettled(answers);
    });
  };
}

/** Counts an answer, or a failure, of the model that was asked. */
function withMetrics(predictor: Predictor, { predictionMetrics, clock }: PredictorDeps): Predictor {
  return async function predictAndCount(requests) {
    const outcomes = await predictor(requests);
    outcomes.forEach((outcome, i) => {
      const { model, startedMs } = requests[i]!;
      const isAnswered = outcome.status === "fulfilled";
      predictionMetrics.record({
        modelVersion: model.version,
        result: isAnswered ? "answered" : "failed",
        cache: isAnswered && outcome.value.isCached ? "hit" : "miss",
        latencyMs: clock.elapsed() - startedMs,
      });
    });
    return outcomes;
  };
}
