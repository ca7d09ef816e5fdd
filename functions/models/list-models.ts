import { Failure } from "../../shared/failure.ts";
import { defineRoute, jsonAnswer } from "../../shared/http/define-route.ts";
import type { App } from "../../shared/http/env.ts";
import { listModels } from "../../shared/services/models/list.ts";
import { isoMomentOrNull } from "../../shared/wire/moment.ts";
import type { ModelsDeps } from "./deps.ts";
import { ListModelsQuery, ModelsAnswer, toSummary } from "./schema.ts";
import { seesEveryModel } from "./visibility.ts";

const route = defineRoute(
  { callers: ["anon", "user", "secret", "api_key"], scope: "models:read", refusals: ["unavailable"] },
  {
    method: "get",
    path: "/",
    operationId: "listModels",
    summary: "List models",
    description:
      "Newest first; follow `next_cursor` until it is null. Active models are public, the others are for operators and secret keys.",
    request: { query: ListModelsQuery },
    responses: { 200: jsonAnswer(ModelsAnswer, "One page of models") },
  },
);

export function listModelsOperation(app: App, deps: ModelsDeps) {
  app.openapi(route, async (c) => {
    const { universe, timeframe, horizon, status: asked, limit, cursor } = c.req.valid("query");
    const status = asked ?? (seesEveryModel(c.var.caller) ? undefined : "active");
    if (status !== "active" && !seesEveryModel(c.var.caller)) {
      throw new Failure("forbidden", "Only active models are public.");
    }
    const page = await listModels(deps, {
      limit,
      ...(universe !== undefined && { universe }),
      ...(timeframe !== undefined && { timeframe }),
      ...(horizon !== undefined && { horizonBars: horizon }),
      ...(status !== undefined && { state: status }),
      ...(cursor !== undefined && { createdBefore: cursor }),
    });
    return c.json({ models: page.items.map(toSummary), next_cursor: isoMomentOrNull(page.next) }, 200);
  });
}
