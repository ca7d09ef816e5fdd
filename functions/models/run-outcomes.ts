import { z } from "zod";
import { defineRoute, jsonAnswer } from "../../shared/http/define-route.ts";
import type { App } from "../../shared/http/env.ts";
import { settleOutcomes } from "../../shared/services/registry/settle-outcomes.ts";
import type { ModelsDeps } from "./deps.ts";

const OutcomesAnswer = z
  .object({
    predictions: z.int().describe("Predictions that have their outcome now"),
    bars: z.int().describe("Bars that were looked at"),
    more: z.boolean().describe("Whether more may be due: call again"),
  })
  .meta({ id: "SettledOutcomes" });

const route = defineRoute(
  { callers: ["secret", "cron"], refusals: ["unavailable"], limit: "exempt" },
  {
    method: "post",
    path: "/outcomes/run",
    summary: "Settle outcomes",
    description:
      "Gives predictions whose horizon is over the outcome that their model's label rule makes of the stored bars, as many as fit an isolate. Called by the platform every minute; calling it at any time is harmless.",
    responses: { 200: jsonAnswer(OutcomesAnswer, "What was settled") },
  },
);

export function runOutcomesOperation(app: App, deps: ModelsDeps) {
  app.openapi(route, async (c) => c.json(await settleOutcomes(deps), 200));
}
