import { defineRoute, jsonAnswer } from "../../shared/http/define-route.ts";
import type { App } from "../../shared/http/env.ts";
import { getModelCard } from "../../shared/services/models/get-card.ts";
import { cardLinks } from "./card-links.ts";
import { ModelCardSchema, toCardWire } from "./card-schema.ts";
import type { ModelsDeps } from "./deps.ts";
import { VersionParams } from "./schema.ts";
import { seesEveryModel } from "./visibility.ts";

const route = defineRoute(
  {
    callers: ["anon", "user", "secret", "api_key"],
    scope: "models:read",
    refusals: ["not_found", "unavailable"],
  },
  {
    method: "get",
    path: "/{version}/card",
    operationId: "getModelCard",
    summary: "Read a model's card",
    description:
      "The model with everything that its holdout showed: reliability, equity, confusion, coverage, regimes, permutation importance and a comparison of calibrations. docs/model-card.md has every formula.",
    request: { params: VersionParams },
    responses: {
      200: jsonAnswer(
        ModelCardSchema,
        "The card; `findings` is null for a model that was registered without a card",
      ),
    },
  },
);

export function getModelCardOperation(app: App, deps: ModelsDeps) {
  app.openapi(route, async (c) => {
    const { version } = c.req.valid("param");
    const { model, card } = await getModelCard(deps, { version, activeOnly: !seesEveryModel(c.var.caller) });
    return c.json(toCardWire(model, card, cardLinks(deps, version)), 200);
  });
}
