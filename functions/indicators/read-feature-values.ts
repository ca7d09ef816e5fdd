import { defineRoute, jsonAnswer } from "../../shared/http/define-route.ts";
import type { App } from "../../shared/http/env.ts";
import { refuseRealSymbols } from "../../shared/http/test-keys.ts";
import { type FeaturePage, readFeatures } from "../../shared/services/features/read.ts";
import type { IndicatorsDeps } from "./deps.ts";
import { FeatureValuesAnswer, FeatureValuesQuery } from "./schema.ts";

const route = defineRoute(
  {
    callers: ["user", "secret", "api_key"],
    scope: "indicators:read",
    refusals: ["unknown_symbol", "unavailable"],
  },
  {
    method: "get",
    path: "/features/values",
    operationId: "listFeatureValues",
    summary: "Read feature values",
    description:
      "The features of stored closed bars as columns, oldest first: the same numbers that trainings and predictions see, for training a model elsewhere. Follow `next_cursor` until it is null.",
    request: { query: FeatureValuesQuery },
    responses: { 200: jsonAnswer(FeatureValuesAnswer, "One page of feature values") },
  },
);

export function readFeatureValuesOperation(app: App, deps: IndicatorsDeps) {
  app.openapi(route, async (c) => {
    const { symbol, timeframe, from, to, limit, cursor } = c.req.valid("query");
    refuseRealSymbols(c.var.caller, [symbol]);
    const start = cursor ?? from;
    const page = await readFeatures(deps, {
      symbol,
      timeframe,
      limit,
      ...(start !== undefined && { from: start }),
      ...(to !== undefined && { to }),
    });
    return c.json(
      {
        symbol,
        timeframe,
        version: deps.featureSet.version,
        ts: Array.from(page.ts),
        features: columnsOf(page),
        next_cursor: page.next === undefined ? null : String(page.next),
      },
      200,
    );
  });
}

/** JSON knows no NaN: where a feature's lookback is not filled it is null. */
function columnsOf({ ts, matrix: { rows, names, values } }: FeaturePage): Record<string, (number | null)[]> {
  return Object.fromEntries(
    names.map((name, f) => [
      name,
      Array.from(values.subarray((f + 1) * rows - ts.length, (f + 1) * rows), (value) =>
        Number.isNaN(value) ? null : value,
      ),
    ]),
  );
}
