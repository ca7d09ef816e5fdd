import { actorIn } from "../../shared/http/acting.ts";
import { defineRoute, jsonAnswer, jsonBody } from "../../shared/http/define-route.ts";
import type { App } from "../../shared/http/env.ts";
import { optimiseWeights } from "../../shared/services/indicators/optimise-weights.ts";
import type { IndicatorsDeps } from "./deps.ts";
import {
  evidenceOf,
  OptimisedWeightsAnswer,
  OptimiseWeightsBody,
  toOptimisedAnswer,
} from "./weights-schema.ts";

const route = defineRoute(
  {
    callers: ["secret", "operator"],
    refusals: ["unknown_symbol", "not_enough_bars", "not_enough_trades", "unavailable"],
  },
  {
    method: "post",
    path: "/weights/optimise",
    operationId: "optimiseWeights",
    summary: "Optimise the weights",
    description:
      "Fits the weights of the technical summary to evidence, each within its bounds. Moves nothing unless `dry_run` is false, and then leaves history, a log row and an audit entry. docs/indicators.md has the formula.",
    request: { body: jsonBody(OptimiseWeightsBody) },
    responses: {
      200: jsonAnswer(OptimisedWeightsAnswer, "What the evidence says, the most important first"),
    },
  },
);

export function optimiseWeightsOperation(app: App, deps: IndicatorsDeps) {
  app.openapi(route, async (c) => {
    const body = c.req.valid("json");
    const actor = body.dry_run ? undefined : actorIn(c);
    const optimised = await optimiseWeights(deps, evidenceOf(body), actor);
    return c.json(toOptimisedAnswer(body.method, optimised), 200);
  });
}
