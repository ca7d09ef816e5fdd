import { Failure, type FailurePointer } from "../../failure.ts";
import { parseHorizon } from "../../market/horizon.ts";
import type { Timeframe } from "../../market/timeframe.ts";
import type { ActiveModel, Model, ModelStore } from "../../ports/model-store.ts";
import { getModel } from "../models/get.ts";

/** What a caller wants predicted. */
export interface ModelQuery {
  readonly symbol: string;
  readonly timeframe: Timeframe | undefined;
  /** In bars, or a duration such as "4h" that is a whole number of them. */
  readonly horizon: number | string | undefined;
  /** A model in any state; else the active one. */
  readonly version: string | undefined;
}

export const DEFAULT_TIMEFRAME: Timeframe = "1h";

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
  const model = await getModel({ models }, { version: query.version });
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
