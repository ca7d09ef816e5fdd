import * as z from "zod";
import { defineRoute, jsonAnswer } from "../../shared/http/define-route.ts";
import type { App } from "../../shared/http/env.ts";
import { MODEL_STATES } from "../../shared/ports/model-store.ts";
import { replayPrediction } from "../../shared/services/prediction/replay.ts";
import { isoMoment, MomentAnswer } from "../../shared/wire/moment.ts";
import { IdSchema } from "../../shared/wire/primitives.ts";
import type { ModelsDeps } from "./deps.ts";

const ReplayParams = z.object({ id: IdSchema });

const share = z.number().min(0).max(1);
const ProbabilitiesSchema = z.object({ sell: share, hold: share, buy: share });

const ReplayAnswer = z
  .object({
    id: z.uuid(),
    identical: z.boolean().describe("Whether every bit is the one that was logged"),
    logged: ProbabilitiesSchema,
    recomputed: ProbabilitiesSchema,
    model: z.object({ version: z.string(), status: z.enum(MODEL_STATES), sha256: z.string().nullable() }),
    runtime: z.object({
      logged: z.string().nullable().describe("Null: made before this was kept, so any runtime answers"),
      recomputed: z.string(),
    }),
    symbol: z.string(),
    bar_time: MomentAnswer,
    predicted_at: MomentAnswer,
  })
  .meta({ id: "Replay" });

const route = defineRoute(
  {
    callers: ["user", "secret"],
    refusals: ["not_found", "unsupported_model", "runtime_unavailable", "unavailable"],
  },
  {
    method: "post",
    path: "/predictions/{id}/replay",
    operationId: "replayPrediction",
    summary: "Make a logged prediction again",
    description:
      "From its stored inputs and the file of the model that made it, retired or not, on the runtime that made it; the answer says whether every bit is the same. Users replay their own predictions, operators and secret keys all.",
    request: { params: ReplayParams },
    responses: { 200: jsonAnswer(ReplayAnswer, "Both predictions") },
  },
);

export function replayPredictionOperation(app: App, deps: ModelsDeps) {
  app.openapi(route, async (c) => {
    const { caller } = c.var;
    const { id } = c.req.valid("param");
    const own = caller.kind === "user" ? { ownerId: caller.userId } : {};
    const { logged, model, probabilities, runtime, isIdentical } = await replayPrediction(deps, {
      id,
      ...own,
    });
    return c.json(
      {
        id,
        identical: isIdentical,
        logged: byName(logged.probabilities),
        recomputed: byName(probabilities),
        model: { version: model.version, status: model.state, sha256: model.file?.sha256 ?? null },
        runtime: { logged: logged.runtime ?? null, recomputed: runtime },
        symbol: logged.symbol,
        bar_time: isoMoment(logged.barTime),
        predicted_at: isoMoment(logged.predictedAt),
      },
      200,
    );
  });
}

function byName([sell, hold, buy]: readonly number[]) {
  return { sell: sell!, hold: hold!, buy: buy! };
}
