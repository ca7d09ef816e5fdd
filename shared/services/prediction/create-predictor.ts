import { rememberFor } from "../../async/remember-for.ts";
import { answerKey, nextClose } from "./answer-key.ts";
import { createAnswerMemory, type Question, type Remembered } from "./answer-memory.ts";
import { type BarViewQuery, readBarView } from "./bar-view.ts";
import { type Case, type JudgeDeps, judgeCases } from "./judge-cases.ts";
import type { Judgement } from "./judgement.ts";
import { createShadow } from "./predict-in-shadow.ts";
import { createPredictionMetrics } from "./prediction-metrics.ts";
import type { PredictionRequest } from "./prediction-request.ts";
import { createPredictionWriter } from "./prediction-writer.ts";
import type { Prediction, Predictor, PredictorDeps } from "./predictor.ts";
import { createFeatureRecorder } from "./record-features.ts";
import { recordOf } from "./record-prediction.ts";
import { settledValue } from "./settled-value.ts";
import { createSituations } from "./situate.ts";

const VIEW_MEMORY_MS = 1_000;

/** A case, and where its answer may be remembered. */
type OpenCase = Case & Question;

/** Makes the one predictor of an isolate; its memory of models, bars, answers and sessions is only a cache. */
export function createPredictor(deps: PredictorDeps): Predictor {
  const { clock, policy, background } = deps;
  const judgeDeps: JudgeDeps = {
    ...deps,
    // Features cost milliseconds; questions about the same bar that differ in something else share them.
    viewOf: rememberFor(clock, VIEW_MEMORY_MS, (query: BarViewQuery) => readBarView(deps, query)),
    recordFeatures: createFeatureRecorder(deps.featureStore),
  };
  const situate = createSituations(deps);
  const answerAll = createAnswerMemory<Judgement>(deps);
  const write = createPredictionWriter(deps.predictions);
  const predictInShadow = createShadow({ clock, judgeDeps, write });
  const metrics = createPredictionMetrics({ ...deps, store: deps.modelMetrics });

  async function open(found: Case, isLone: boolean): Promise<OpenCase> {
    const { request } = found;
    // Rows that bring their own values are as many as they are different: only a lone one is worth keeping.
    const isKept = policy.cacheMs > 0 && (isLone || Object.keys(request.features).length === 0);
    return {
      ...found,
      key: isKept ? await answerKey(found, request, policy) : undefined,
      expiresAt: Math.min(clock.now() + policy.cacheMs, nextClose(found, clock.now())),
    };
  }

  async function openCase(request: PredictionRequest, isLone: boolean): Promise<OpenCase> {
    return await open({ ...(await situate(request)), request }, isLone);
  }

  /** Counts an answer, or a failure, of the model that was asked. */
  function count({ model }: OpenCase, outcome: PromiseSettledResult<Remembered<unknown>>, started: number) {
    const isAnswered = outcome.status === "fulfilled";
    metrics.record({
      modelVersion: model.version,
      result: isAnswered ? "answered" : "failed",
      cache: isAnswered && outcome.value.isHit ? "hit" : "miss",
      latencyMs: clock.elapsed() - started,
    });
  }

  /** The cases' answers. A canary that fails must not fail its request: the active model answers, and the log says why. */
  async function answerCases(cases: readonly OpenCase[], started: number) {
    const judgeMissing = (missing: readonly OpenCase[]) => judgeCases(judgeDeps, missing);
    const answers = await answerAll(cases, judgeMissing);
    const answered = cases.map((one, i) => ({ one, outcome: answers[i]! }));
    for (const { one, outcome } of answered) count(one, outcome, started);
    return await Promise.all(
      answered.map(async ({ one, outcome }) => {
        const { model, shadow } = one;
        if (outcome.status === "fulfilled" || model.state !== "canary" || !shadow) return { one, outcome };
        background(Promise.reject(outcome.reason));
        const instead = await open({ ...one, model: shadow, shadow: undefined }, cases.length === 1);
        const [second] = await answerAll([instead], judgeMissing);
        count(instead, second!, started);
        return { one: instead, outcome: second! };
      }),
    );
  }

  async function toPrediction(
    one: OpenCase,
    { answer, isHit }: Remembered<Judgement>,
    started: number,
  ): Promise<Prediction> {
    const record = recordOf("SIGNAL", one, answer, clock.now(), clock.elapsed() - started);
    const written = write(record);
    if (one.request.log === "sync") await written;
    else background(written);
    return { record, model: one.model, bar: one.bar, judgement: answer, isCached: isHit };
  }

  async function predictAll(requests: readonly PredictionRequest[]) {
    const started = clock.elapsed();
    const isLone = requests.length === 1;
    const opened = await Promise.allSettled(requests.map((request) => openCase(request, isLone)));
    const cases = opened.flatMap((outcome) => (outcome.status === "fulfilled" ? [outcome.value] : []));
    const answered = await answerCases(cases, started);
    // Who was answered from memory had its shadow when the answer was made.
    const made = answered.filter(({ outcome }) => outcome.status === "fulfilled" && !outcome.value.isHit);
    background(predictInShadow(made.map(({ one }) => one)));
    const inOrder = answered.values();
    return await Promise.allSettled(
      opened.map(async (outcome) => {
        settledValue(outcome);
        const { one, outcome: answer } = inOrder.next().value!;
        return await toPrediction(one, settledValue(answer), started);
      }),
    );
  }

  return {
    predictAll,
    predict: async (request) => settledValue((await predictAll([request]))[0]!),
  };
}
