import { Failure } from "../../shared/failure.ts";
import { actorIn } from "../../shared/http/acting.ts";
import { defineRoute, jsonAnswer, jsonBody } from "../../shared/http/define-route.ts";
import type { App } from "../../shared/http/env.ts";
import { enqueueTraining } from "../../shared/services/training/enqueue.ts";
import { jobUrl } from "../../shared/wire/job.ts";
import { isoMoment } from "../../shared/wire/moment.ts";
import type { TriggerTrainingDeps } from "./deps.ts";
import { SkippedAnswer, StartedAnswer, TriggerTrainingBody } from "./schema.ts";

const route = defineRoute(
  {
    callers: ["secret", "operator"],
    refusals: ["unknown_symbol", "not_enough_bars", "job_running", "conflict", "unavailable"],
    idempotent: true,
  },
  {
    method: "post",
    path: "/",
    operationId: "trainModel",
    summary: "Train a model",
    description:
      "Queues a training on the stored bars. One of the same symbols, timeframe and horizon may run at a time; it is skipped when one has succeeded in the last seven days, unless forced.",
    request: { body: jsonBody(TriggerTrainingBody) },
    responses: {
      202: jsonAnswer(StartedAnswer, "Queued; follow the job's URL"),
      200: jsonAnswer(SkippedAnswer, "Trained lately: nothing was queued"),
    },
  },
);

export function triggerTrainingOperation(app: App, deps: TriggerTrainingDeps) {
  app.openapi(route, async (c) => {
    const { force_retrain, model_version, from, to, ...request } = c.req.valid("json");
    const { outcome, job } = await enqueueTraining(deps, {
      ...request,
      forceRetrain: force_retrain,
      ...(model_version !== undefined && { modelVersion: model_version }),
      ...(from !== undefined && { from }),
      ...(to !== undefined && { to }),
      requestedBy: actorIn(c),
    });
    const job_url = jobUrl(deps, job.id);
    if (outcome === "running") {
      throw new Failure("job_running", "A training of this scope is queued or running.", {
        extra: { job_url },
      });
    }
    if (outcome === "fresh") {
      const message = "Training executed recently, skipping";
      const last_training = isoMoment(job.finishedAt!);
      return c.json({ status: "skipped" as const, message, last_training, job_id: job.id, job_url }, 200);
    }
    deps.background(deps.waker.wake());
    const initiated_at = isoMoment(job.createdAt);
    return c.json({ status: "started" as const, job_id: job.id, job_url, initiated_at }, 202);
  });
}
