import { defineRoute, jsonAnswer } from "../../shared/http/define-route.ts";
import type { App } from "../../shared/http/env.ts";
import { CATALOGUE } from "../../shared/indicators/catalogue.ts";
import type { Indicator } from "../../shared/indicators/definition.ts";
import { CatalogueAnswer } from "./schema.ts";

const route = defineRoute(
  { callers: ["anyone"] },
  {
    method: "get",
    path: "/catalogue",
    operationId: "listIndicators",
    summary: "List the indicators",
    description: "Every indicator with its parameters, outputs, warm-up and the source of its formula.",
    responses: { 200: jsonAnswer(CatalogueAnswer, "The catalogue") },
  },
);

export function readCatalogueOperation(app: App) {
  app.openapi(route, (c) => c.json({ indicators: CATALOGUE.map(describe) }, 200));
}

function describe({
  id,
  title,
  category,
  source,
  params,
  inputs,
  outputs,
  memory,
  warmUp,
  parse,
}: Indicator) {
  const defaults = parse();
  return {
    id,
    title,
    category,
    source,
    params: { ...params },
    inputs: [...inputs],
    outputs: Object.fromEntries(
      Object.entries(outputs).map(([name, { unit, sparse = false, confirmationLag }]) => {
        const lag = confirmationLag?.(defaults) ?? 0;
        return [name, { unit, sparse, confirmation_lag: Number.isFinite(lag) ? lag : null }];
      }),
    ),
    memory,
    warm_up: warmUp(),
  };
}
