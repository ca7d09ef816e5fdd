import * as z from "zod";
import { Failure } from "../../shared/failure.ts";
import { defineRoute, jsonAnswer } from "../../shared/http/define-route.ts";
import type { App } from "../../shared/http/env.ts";
import {
  BETTING_TEST,
  DECISIVE_E_VALUE,
  eValues,
  FALSE_ACTION_RATE,
} from "../../shared/ml/sequential/betting-test.ts";
import type { CanaryTest } from "../../shared/ports/canary-test-store.ts";
import { isoMoment, isoMomentOrNull, MomentAnswer } from "../../shared/wire/moment.ts";
import type { ModelsDeps } from "./deps.ts";
import { VersionParams } from "./schema.ts";

const CanaryTestSchema = z
  .object({
    test: z.string().describe("Name of the test, as the logs have it"),
    champion: z.string(),
    canary: z.string(),
    started_at: MomentAnswer,
    ended_at: MomentAnswer.nullable(),
    outcome: z.string().nullable().describe("promoted, rolled_back or stopped; null while it is under way"),
    observations: z.int().describe("Comparisons that do not overlap, counted so far"),
    mean_gain: z
      .number()
      .nullable()
      .describe(
        "What the canary gained by the smoothed log score, in nats; null before the first comparison",
      ),
    e_better: z.number().describe('Evidence against "it is no better"; 1 is none'),
    e_worse: z.number().describe('Evidence against "it is no worse"; 1 is none'),
    decides_at: z.number().describe("The e-value that decides"),
    false_action_rate: z
      .number()
      .describe("Chance of ever acting on a canary as good as the champion, at most"),
  })
  .meta({ id: "CanaryTest" });

const route = defineRoute(
  { callers: ["secret", "operator"], refusals: ["not_found", "unavailable"] },
  {
    method: "get",
    path: "/{version}/canary",
    operationId: "getCanary",
    summary: "How a canary is doing",
    description: "The sequential test that compares it with the active model, under way or ended.",
    request: { params: VersionParams },
    responses: { 200: jsonAnswer(CanaryTestSchema, "The test") },
  },
);

export function getCanaryOperation(app: App, deps: ModelsDeps) {
  app.openapi(route, async (c) => {
    const { version } = c.req.valid("param");
    const test = await deps.canaryTests.find(version);
    if (!test) throw new Failure("not_found", `The model ${version} never was a canary.`);
    return c.json(toWire(test), 200);
  });
}

function toWire({ state, ...test }: CanaryTest): z.output<typeof CanaryTestSchema> {
  const { better, worse } = eValues(state);
  return {
    test: BETTING_TEST,
    champion: test.championVersion,
    canary: test.canaryVersion,
    started_at: isoMoment(test.startedAt),
    ended_at: isoMomentOrNull(test.endedAt),
    outcome: test.outcome ?? null,
    observations: state.observations,
    mean_gain: state.observations > 0 ? state.gainSum / state.observations : null,
    e_better: better,
    e_worse: worse,
    decides_at: DECISIVE_E_VALUE,
    false_action_rate: FALSE_ACTION_RATE,
  };
}
