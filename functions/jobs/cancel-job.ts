import { actorIn } from "../../shared/http/acting.ts";
import { defineRoute, jsonAnswer } from "../../shared/http/define-route.ts";
import type { App } from "../../shared/http/env.ts";
import { cancelJob } from "../../shared/services/jobs/control.ts";
import { JobSchema } from "../../shared/wire/job.ts";
import type { JobsDeps } from "./deps.ts";
import { JobParams, toWire } from "./schema.ts";

const route = defineRoute(
  { callers: ["secret", "operator"], refusals: ["not_found", "conflict", "unavailable"] },
  {
    method: "post",
    path: "/{id}/cancel",
    operationId: "cancelJob",
    summary: "Cancel a job",
    description: "Work under way no longer counts. Cancelling again changes nothing.",
    request: { params: JobParams },
    responses: { 200: jsonAnswer(JobSchema, "The job, cancelled") },
  },
);

export function cancelJobOperation(app: App, deps: JobsDeps) {
  app.openapi(route, async (c) => {
    const job = await cancelJob(deps.runner, { jobId: c.req.valid("param").id, actor: actorIn(c) });
    return c.json(toWire(job, deps.clock.now()), 200);
  });
}
