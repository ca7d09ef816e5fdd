import { Failure } from "../../failure.ts";
import type { Instrument } from "../../market/instrument.ts";
import type { FeatureStore } from "../../ports/feature-store.ts";
import type { InstrumentStore } from "../../ports/instrument-store.ts";
import type { RuntimeName } from "../../ports/model-runtime.ts";
import type { ActiveModelQuery, Model, ModelStore } from "../../ports/model-store.ts";
import type { PredictionLog, PredictionRecord } from "../../ports/prediction-log.ts";
import { type ClassProbabilities, toClassProbabilities } from "../../signals/class-probabilities.ts";
import { createSignal } from "../../signals/create-signal.ts";
import { rememberFor } from "../remember-for.ts";
import { assembleFeatures, type FeatureVector } from "./feature-vector.ts";
import type { ModelSessions } from "./model-sessions.ts";
import { type NewestBar, type NewestBarDeps, type NewestBarQuery, readNewestBar } from "./newest-bar.ts";
import { createPredictionWriter } from "./prediction-writer.ts";
import { createFeatureRecorder } from "./record-features.ts";
import { type ModelQuery, resolveModel } from "./resolve-model.ts";
import { type CanaryRoute, routeCanary } from "./route-canary.ts";

export interface PredictorDeps extends NewestBarDeps {
  readonly models: ModelStore;
  readonly instruments: InstrumentStore;
  readonly sessions: ModelSessions;
  readonly predictions: PredictionLog;
  readonly featureStore: FeatureStore;
}

interface PredictionRequest extends ModelQuery {
  /** Values that stand in for the computed ones, by feature name. */
  readonly features: Readonly<Record<string, number>>;
  /** "sync": the answer waits until the prediction is durable. */
  readonly log: "async" | "sync";
  readonly userId: string | undefined;
  readonly apiKeyId: string | undefined;
}

export interface Prediction {
  readonly record: PredictionRecord;
  readonly model: Model;
  readonly runtime: RuntimeName;
  readonly bar: NewestBar;
  readonly imputed: readonly string[];
}

export type Predictor = (request: PredictionRequest) => Promise<Prediction>;

/** A promotion acts after this time at the latest. */
const MODEL_MEMORY_MS = 1_000;
const INSTRUMENT_MEMORY_MS = 60_000;
/** Features cost milliseconds, and a crowd that asks at once must not compute them more than once. */
const BAR_MEMORY_MS = 500;

/** For a model that came without its class prior: nothing is known of it. */
const UNIFORM_PRIOR: ClassProbabilities = { sell: 1 / 3, hold: 1 / 3, buy: 1 / 3 };

/**
 * Makes the one predictor of an isolate; its memory of models, instruments and sessions is only a cache.
 * A prediction throws Failure unknown_symbol, no_active_model, not_found, feature_set_mismatch, not_enough_bars,
 * unsupported_model, invalid_request or unavailable.
 */
export function createPredictor(deps: PredictorDeps): Predictor {
  const { clock } = deps;
  const instrumentOf = rememberFor(clock, INSTRUMENT_MEMORY_MS, (symbol: string) =>
    deps.instruments.get(symbol),
  );
  const models = {
    get: rememberFor(clock, MODEL_MEMORY_MS, (version: string) => deps.models.get(version)),
    findActive: rememberFor(clock, MODEL_MEMORY_MS, (query: ActiveModelQuery) =>
      deps.models.findActive(query),
    ),
  };
  const recordFeatures = createFeatureRecorder(deps.featureStore);
  const newestBarOf = rememberFor(clock, BAR_MEMORY_MS, async (query: NewestBarQuery) => {
    const bar = await readNewestBar(deps, query);
    const { instrument, timeframe } = query;
    const featureSetVersion = deps.featureSet.version;
    const { ts } = bar;
    const features = bar.features.slice(-deps.featureSet.features.length);
    deps.background(
      recordFeatures({ featureSetVersion, symbol: instrument.symbol, timeframe, ts, features }),
    );
    return bar;
  });
  const write = createPredictionWriter(deps.predictions);

  async function newestBarFor(model: Model, instrument: Instrument): Promise<NewestBar> {
    const { timeframe, labelSpec } = model;
    const sequenceLength = await sequenceLengthOf(deps.sessions, model);
    return await newestBarOf({ instrument, timeframe, labelSpec, sequenceLength });
  }

  async function predictWith(
    model: Model,
    instrument: Instrument,
    request: PredictionRequest,
    type: PredictionRecord["type"],
  ): Promise<Prediction> {
    const started = clock.elapsed();
    refuseOtherFeatureSet(deps.featureSet.version, model);
    const bar = await newestBarFor(model, instrument);
    const features = assembleFeatures(deps.featureSet, bar.features, request.features);
    const { probabilities, runtime } = await infer(deps.sessions, model, features);
    const signal = createSignal({
      probabilities,
      classPrior: model.classPrior ?? UNIFORM_PRIOR,
      price: bar.close,
      barrierDistance: bar.barrierDistance,
      tickSize: instrument.tickSize,
    });
    const record: PredictionRecord = {
      id: crypto.randomUUID(),
      type,
      userId: request.userId,
      apiKeyId: request.apiKeyId,
      modelVersion: model.version,
      symbol: instrument.symbol,
      timeframe: model.timeframe,
      horizonBars: model.horizonBars,
      barTs: bar.ts,
      features: features.byName,
      featuresGiven: Object.keys(request.features).length > 0,
      runtime,
      signal,
      predictedAt: clock.now(),
      latencyMs: clock.elapsed() - started,
    };
    return { record, model, runtime, bar, imputed: features.imputed };
  }

  /** The other model's view of the same bar. What a caller put in says nothing of how good a model is. */
  async function predictInShadow(model: Model, instrument: Instrument, request: PredictionRequest) {
    const nobodys = { ...request, userId: undefined, apiKeyId: undefined };
    await write((await predictWith(model, instrument, nobodys, "SHADOW")).record);
  }

  /** A canary that fails must not fail the request: the active model answers, and the log says why. */
  async function predictOrFallBack(
    { answers, shadow }: CanaryRoute,
    instrument: Instrument,
    request: PredictionRequest,
  ) {
    try {
      return await predictWith(answers, instrument, request, "SIGNAL");
    } catch (error) {
      if (answers.state !== "canary" || !shadow) throw error;
      deps.background(Promise.reject(error));
      return await predictWith(shadow, instrument, request, "SIGNAL");
    }
  }

  return async function predict(request) {
    const started = clock.elapsed();
    const instrument = await instrumentOf(request.symbol);
    const active = await resolveModel(models, request);
    const { ts } = await newestBarFor(active, instrument);
    const route = routeCanary(active, { symbol: instrument.symbol, barTs: ts });
    const { record: unTimed, ...prediction } = await predictOrFallBack(route, instrument, request);
    const record = { ...unTimed, latencyMs: clock.elapsed() - started };
    const written = write(record);
    if (request.log === "sync") await written;
    else deps.background(written);
    if (route.shadow && !record.featuresGiven && route.shadow.version !== record.modelVersion) {
      deps.background(predictInShadow(route.shadow, instrument, request));
    }
    return { ...prediction, record };
  };
}

function refuseOtherFeatureSet(computed: string, { version, featureSetVersion }: Model) {
  if (featureSetVersion === computed) return;
  throw new Failure(
    "feature_set_mismatch",
    `The model ${version} reads the feature set ${featureSetVersion}; this platform computes ${computed}.`,
  );
}

/** Bars that a model looks at, as its file says. */
async function sequenceLengthOf(sessions: ModelSessions, model: Model): Promise<number> {
  return await sessions.use(model, async ({ rowShape }) => (rowShape.length === 1 ? 1 : rowShape[0]!));
}

/** Runs the model on one row. A model whose row is another one, or whose answer is none, cannot be used. */
async function infer(sessions: ModelSessions, model: Model, { values }: FeatureVector) {
  return await sessions.use(model, async (loaded) => {
    try {
      const probabilities = toClassProbabilities(await loaded.run(values, 1));
      return { probabilities, runtime: loaded.runtime };
    } catch (cause) {
      throw new Failure("unsupported_model", `The model ${model.version} gives no probabilities.`, { cause });
    }
  });
}
