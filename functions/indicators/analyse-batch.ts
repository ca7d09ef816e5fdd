import { defineRoute, jsonAnswer, jsonBody } from "../../shared/http/define-route.ts";
import type { App } from "../../shared/http/env.ts";
import { settleItem } from "../../shared/http/item-outcome.ts";
import type { Logger } from "../../shared/http/logger.ts";
import type { Analyse } from "./analyse-item.ts";
import { AnalyseBatchBody, AnalysisBatchAnswer } from "./schema.ts";

const route = defineRoute(
  { callers: ["user", "secret", "api_key"], scope: "indicators:read", refusals: ["unavailable"] },
  {
    method: "post",
    path: "/batch",
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
