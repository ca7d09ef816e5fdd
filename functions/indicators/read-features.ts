import { defineRoute, jsonAnswer } from "../../shared/http/define-route.ts";
import type { App } from "../../shared/http/env.ts";
import type { IndicatorsDeps } from "./deps.ts";
import { FeaturesAnswer } from "./schema.ts";

const route = defineRoute(
  { callers: ["anyone"] },
  {
    method: "get",
    path: "/features",
    operationId: "listFeatures",
    summary: "List the features",
    description: "What models are trained on, in the order of a model's input, with a line on each.",
    responses: { 200: jsonAnswer(FeaturesAnswer, "The feature set of this platform") },
  },
);

export function readFeaturesOperation(app: App, deps: Pick<IndicatorsDeps, "featureSet">) {
  app.openapi(route, (c) => {
    const { version, features } = deps.featureSet;
    const listed = features.map(({ name, category, doc, lookback }) => ({ name, category, doc, lookback }));
    return c.json({ version, features: listed }, 200);
  });
}
