import { Failure } from "../../shared/failure.ts";
import { defineRoute, jsonAnswer } from "../../shared/http/define-route.ts";
import type { App } from "../../shared/http/env.ts";
import { isoMoment } from "../../shared/wire/moment.ts";
import type { ModelsDeps } from "./deps.ts";
import { ServingAnswer, ServingQuerySchema, toServing } from "./serving-schema.ts";

const route = defineRoute(
  { callers: ["secret", "operator"], refusals: ["not_found", "unavailable"] },
  {
    method: "get",
    path: "/serving",
    operationId: "getServingModel",
    summary: "Which model served a symbol at a time",
    description:
      "From the append-only serving log: the active model and, where there was one, the canary, with their shares of the bars.",
    request: { query: ServingQuerySchema },
    responses: { 200: jsonAnswer(ServingAnswer, "What served the symbol then") },
  },
);

export function readServingOperation(app: App, deps: ModelsDeps) {
  app.openapi(route, async (c) => {
    const { symbol, timeframe, horizon, at = deps.clock.now() } = c.req.valid("query");
    const span = await deps.models.findServing({
      symbol,
      timeframe,
      at,
      ...(horizon !== undefined && { horizonBars: horizon }),
    });
    if (!span) {
      const time = isoMoment(at);
      throw new Failure("not_found", `No model served ${symbol} on ${timeframe} at ${time}.`);
    }
    return c.json(toServing(span), 200);
  });
}
