import { defineRoute, jsonAnswer, jsonBody } from "../../shared/http/define-route.ts";
import type { App } from "../../shared/http/env.ts";
import { itemCost } from "../../shared/http/item-cost.ts";
import { settleItem } from "../../shared/http/item-outcome.ts";
import type { Logger } from "../../shared/http/logger.ts";
import type { Analyse } from "./analyse-item.ts";
import { AnalyseBatchBody, AnalysisBatchAnswer } from "./schema.ts";

/** Each item reads its bars and computes on them, so few of them count for one request. */
const ITEMS_PER_REQUEST = 5;

const route = defineRoute(
  {
    callers: ["user", "secret", "api_key"],
    scope: "indicators:read",
    refusals: ["unavailable"],
    limit: { cost: itemCost(ITEMS_PER_REQUEST) },
  },
  {
    method: "post",
    path: "/batch",
    operationId: "analyseBatch",
    summary: "Analyse several symbols and timeframes",
    description:
      "Each item is what `POST /` takes, and gets its own answer or its own problem, in the order of the request: one that fails takes none of the others with it.",
    request: { body: jsonBody(AnalyseBatchBody) },
    responses: { 200: jsonAnswer(AnalysisBatchAnswer, "One outcome an item") },
  },
);

export function analyseBatchOperation(app: App, analyse: Analyse, logger: Logger) {
  app.openapi(route, async (c) => {
    const { items } = c.req.valid("json");
    const { caller } = c.var;
    const results = await Promise.all(
      items.map(async (item) => ({
        symbol: item.symbol,
        timeframe: item.timeframe,
        ...(await settleItem(logger, analyse(item, caller))),
      })),
    );
    const failed = results.filter(({ problem }) => problem !== null).length;
    return c.json({ succeeded: results.length - failed, failed, results }, 200);
  });
}
