import { defineRoute, jsonAnswer } from "../../shared/http/define-route.ts";
import type { App } from "../../shared/http/env.ts";
import { getJob } from "../../shared/services/jobs/control-job.ts";
import type { TriggerTrainingDeps } from "./deps.ts";
import { JobParams, JobSchema, toWire } from "./schema.ts";

const route = defineRoute(
  { callers: ["secret", "operator"], refusals: ["not_found", "unavailable"] },
  {
    method: "get",
    path: "/jobs/{id}",
    summary: "Read a job",
    description:
      "How far it has come; in the end the model's version and state, and how it did on the holdout.",
    request: { params: JobParams },
    responses: { 200: jsonAnswer(JobSchema, "The job") },
  },
);

export function getJobOperation(app: App, deps: TriggerTrainingDeps) {
  app.openapi(route, async (c) => {
    const job = await getJob(deps.runner, c.req.valid("param").id);
    return c.json(toWire(job, deps.clock.now()), 200);
  });
}
