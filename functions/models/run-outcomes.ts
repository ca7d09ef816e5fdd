import * as z from "zod";
import { defineRoute, jsonAnswer } from "../../shared/http/define-route.ts";
import type { App } from "../../shared/http/env.ts";
import { settleOutcomes } from "../../shared/services/outcomes/settle.ts";
import type { ModelsDeps } from "./deps.ts";

const OutcomesAnswer = z
  .object({
    predictions: z.int().describe("Predictions that have their outcome now"),
    bars: z.int().describe("Bars that were looked at"),
    more: z.boolean().describe("Whether more may be due: then it calls itself"),
  })
  .meta({ id: "SettledOutcomes" });

const route = defineRoute(
  { callers: ["secret", "cron"], refusals: ["unavailable"], limit: "exempt" },
  {
    method: "post",
    path: "/outcomes/run",
    operationId: "settleOutcomes",
    summary: "Settle outcomes",
    description:
      "Gives predictions whose horizon is over the outcome that their model's label rule makes of the stored bars, as many as fit an isolate, then calls itself while there are more. Called by the platform every minute; calling it at any time is harmless.",
    responses: { 200: jsonAnswer(OutcomesAnswer, "What was settled") },
  },
);

export function runOutcomesOperation(app: App, deps: ModelsDeps) {
  app.openapi(route, async (c) => {
    const settled = await settleOutcomes(deps);
    // Beaten by another runner there is nothing left for this one: the chain ends here.
    if (settled.more && settled.predictions > 0) deps.background(deps.outcomesWaker.wake());
    return c.json(settled, 200);
  });
}
