import * as z from "zod";
import { defineRoute, jsonAnswer } from "../../shared/http/define-route.ts";
import type { App } from "../../shared/http/env.ts";
import { evaluateCanaries } from "../../shared/services/canaries/evaluate.ts";
import type { ModelsDeps } from "./deps.ts";

const CanariesAnswer = z
  .object({
    canaries: z.array(
      z.object({
        version: z.string(),
        observations: z.int().describe("Independent comparisons counted so far"),
        verdict: z.enum(["promote", "rollback"]).nullable().describe("What was done; null: the test goes on"),
      }),
    ),
  })
  .meta({ id: "EvaluatedCanaries" });

const route = defineRoute(
  { callers: ["secret", "cron"], refusals: ["unavailable"], limit: "exempt" },
  {
    method: "post",
    path: "/canaries/run",
    operationId: "decideCanaries",
    summary: "Evaluate the canaries",
    description:
      "Counts new outcomes in every canary's sequential test; one that has seen enough promotes its canary or rolls it back. Called by the platform every minute; calling it at any time is harmless.",
    responses: { 200: jsonAnswer(CanariesAnswer, "The canaries under test") },
  },
);

export function runCanariesOperation(app: App, deps: ModelsDeps) {
  app.openapi(route, async (c) => {
    const evaluated = await evaluateCanaries(deps);
    for (const one of evaluated) if (one.verdict) deps.logger.info("canary_evaluated", { ...one });
    const canaries = evaluated.map(({ canaryVersion, observations, verdict = null }) => ({
      version: canaryVersion,
      observations,
      verdict,
    }));
    return c.json({ canaries }, 200);
  });
}
