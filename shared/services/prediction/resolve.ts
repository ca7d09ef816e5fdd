import { rememberFor } from "../../async/remember-for.ts";
import { Failure, type FailurePointer } from "../../failure.ts";
import type { FeatureSet } from "../../features/feature-set.ts";
import { parseHorizon } from "../../market/horizon.ts";
import { closedBefore, type Timeframe } from "../../market/timeframe.ts";
import type { BarStore } from "../../ports/bar-store.ts";
import type { Clock } from "../../ports/clock.ts";
import type { InstrumentStore } from "../../ports/instrument-store.ts";
import type { ActiveModel, ActiveModelQuery, Model, ModelStore } from "../../ports/model-store.ts";
import { routeCanary } from "./canary.ts";
import {
  DEFAULT_TIMEFRAME,
  type ModelQuery,
  type NewestBar,
  type PredictionRequest,
  type ResolvedRequest,
} from "./predictor.ts";

export interface ResolverDeps {
  readonly instruments: InstrumentStore;
  readonly models: ModelStore;
  readonly bars: BarStore;
  readonly featureSet: FeatureSet;
  readonly clock: Clock;
}

/** A promotion or a new bar acts after this time at the latest. */
const MEMORY_MS = 1_000;
const INSTRUMENT_MEMORY_MS = 60_000;

/**
 * Makes the look-up of an isolate: the model that answers a query and the bar that it answers for, remembered for a
 * second. It throws Failure unknown_symbol, not_found, no_active_model, invalid_request, feature_set_mismatch,
 * not_enough_bars or unavailable.
 */
export function createResolver(
  deps: ResolverDeps,
): (request: PredictionRequest, startedMs: number) => Promise<ResolvedRequest> {
  const { clock } = deps;
  const instrumentOf = rememberFor(clock, INSTRUMENT_MEMORY_MS, (symbol: string) =>
    deps.instruments.get(symbol),
  );
  const models = {
    get: rememberFor(clock, MEMORY_MS, (version: string) => deps.models.get(version)),
    findActive: rememberFor(clock, MEMORY_MS, (query: ActiveModelQuery) => deps.models.findActive(query)),
  };
  const newestBarOf = rememberFor(clock, MEMORY_MS, (query: NewestBarQuery) => readNewestBar(deps, query));

  return async function resolve(request, startedMs) {
    const instrument = await instrumentOf(request.symbol);
    const active = await resolveModel(models, request);
    refuseOtherFeatureSet(deps.featureSet.version, active);
    const { symbol } = instrument;
    const bar = await newestBarOf({ symbol, timeframe: active.timeframe });
    const { answers, shadow } = routeCanary(active, { symbol, barTs: bar.ts });
    return { request, instrument, model: answers, shadow, bar, startedMs };
  };
}

function refuseOtherFeatureSet(computed: string, { version, featureSetVersion }: Model) {
  if (featureSetVersion === computed) return;
  throw new Failure(
    "feature_set_mismatch",
    `The model ${version} reads the feature set ${featureSetVersion}; this platform computes ${computed}.`,
  );
}

/**
 * The model that answers: the named one, which must serve what was asked for, or the active one, with the canary that
 * takes a share of its bars (`routeCanary`).
 * @throws Failure invalid_request, not_found, no_active_model
 */
export async function resolveModel(
  models: Pick<ModelStore, "get" | "findActive">,
  query: ModelQuery,
): Promise<ActiveModel> {
  if (query.version === undefined) return await findActiveModel(models, query);
  const model = await models.get(query.version);
  if (!model) throw new Failure("not_found", `No model has the version ${query.version}.`);
  const errors = mismatches(model, query);
  if (errors.length > 0) {
    const detail = errors.map((error) => error.detail).join("; ");
    throw new Failure("invalid_request", `The model ${model.version} cannot answer this: ${detail}.`, {
      errors,
    });
  }
  return { ...model, canary: undefined };
}

async function findActiveModel(
  models: Pick<ModelStore, "findActive">,
  { symbol, horizon, timeframe = DEFAULT_TIMEFRAME }: ModelQuery,
): Promise<ActiveModel> {
  const horizonBars = horizon === undefined ? undefined : barsOf(horizon, timeframe);
  const model = await models.findActive({
    symbol,
    timeframe,
    ...(horizonBars !== undefined && { horizonBars }),
  });
  if (!model) {
    const scope = [symbol, timeframe, ...(horizonBars === undefined ? [] : [barsAhead(horizonBars)])];
    throw new Failure("no_active_model", `No active model predicts ${scope.join(", ")}.`);
  }
  return model;
}

function mismatches(model: Model, { symbol, timeframe, horizon }: ModelQuery): FailurePointer[] {
  const errors: FailurePointer[] = [];
  if (!model.symbols.includes(symbol)) {
    errors.push({ pointer: "/symbol", detail: `it serves ${model.symbols.join(", ")}` });
  }
  if (timeframe !== undefined && timeframe !== model.timeframe) {
    errors.push({ pointer: "/timeframe", detail: `it predicts bars of ${model.timeframe}` });
  }
  if (horizon !== undefined && barsOf(horizon, model.timeframe) !== model.horizonBars) {
    errors.push({ pointer: "/horizon", detail: `it looks ${barsAhead(model.horizonBars)}` });
  }
  return errors;
}

function barsOf(horizon: number | string, timeframe: Timeframe): number {
  const bars = parseHorizon(horizon, timeframe);
  if (bars !== undefined) return bars;
  const detail = `must be a number of bars, or a duration that is a whole number of bars of ${timeframe}`;
  throw new Failure("invalid_request", `/horizon: ${detail}`, { errors: [{ pointer: "/horizon", detail }] });
}

const barsAhead = (bars: number) => `${bars} ${bars === 1 ? "bar" : "bars"} ahead`;

export interface NewestBarQuery {
  readonly symbol: string;
  readonly timeframe: Timeframe;
}

/** Reads the newest bar that has closed. @throws Failure not_enough_bars, unknown_symbol */
export async function readNewestBar(
  deps: { readonly bars: BarStore; readonly clock: Clock },
  { symbol, timeframe }: NewestBarQuery,
): Promise<NewestBar> {
  const to = closedBefore(deps.clock.now(), timeframe);
  const bars = await deps.bars.read({ symbol, timeframe, to, limit: 1, newestFirst: true });
  const [ts, close] = [bars.ts[0], bars.close[0]];
  if (ts === undefined || close === undefined) {
    throw new Failure("not_enough_bars", `${symbol} has no closed bars of ${timeframe}.`);
  }
  const columns = [bars.ts, bars.open, bars.high, bars.low, bars.close, bars.volume];
  return { ts, close, fingerprint: columns.map(([value]) => value).join(",") };
}
