import { defineRoute, jsonAnswer, jsonBody } from "../../shared/http/define-route.ts";
import type { App } from "../../shared/http/env.ts";
import type { Analyse } from "./analyse-item.ts";
import { AnalyseBody, AnalysisAnswer } from "./schema.ts";

const route = defineRoute(
  {
    callers: ["user", "secret", "api_key"],
    scope: "indicators:read",
    refusals: ["unknown_symbol", "not_enough_bars", "unavailable"],
  },
  {
    method: "post",
    path: "/",
    operationId: "analyseSymbol",
    summary: "Analyse a symbol",
    description:
      "The standard indicators at the newest closed bar, their weights and the technical summary; further indicators and a prediction on request. docs/indicators.md has every formula.",
    request: { body: jsonBody(AnalyseBody) },
    responses: { 200: jsonAnswer(AnalysisAnswer, "The analysis") },
  },
);

export function analyseOperation(app: App, analyse: Analyse) {
  app.openapi(route, async (c) => c.json(await analyse(c.req.valid("json"), c.var.caller), 200));
}
