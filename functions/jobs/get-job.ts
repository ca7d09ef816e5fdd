import * as z from "zod";
import { defineRoute } from "../../shared/http/define-route.ts";
import type { App } from "../../shared/http/env.ts";
import { EVENT_STREAM, wantsEvents } from "../../shared/http/event-stream.ts";
import { getJob } from "../../shared/services/jobs/control.ts";
import { JobSchema } from "../../shared/wire/job.ts";
import type { JobsDeps } from "./deps.ts";
import { followJob } from "./follow-job.ts";
import { JobParams, toWire } from "./schema.ts";

const route = defineRoute(
  { callers: ["secret", "operator"], refusals: ["not_found", "unavailable"] },
  {
    method: "get",
    path: "/{id}",
    operationId: "getJob",
    summary: "Read a job",
    description:
      "How far it has come; in the end the model's version and state, and how it did on the holdout. With `accept: text/event-stream` its progress as server-sent events: `progress` after each slice, `end` when it has ended; the stream closes after 100 seconds at the latest, and a client that comes back goes on from there.",
    request: { params: JobParams },
    responses: {
      200: {
        description: "The job",
        content: { "application/json": { schema: JobSchema }, [EVENT_STREAM]: { schema: z.string() } },
      },
      204: { description: "The events have ended: nothing more will come" },
    },
  },
);

export function getJobOperation(app: App, deps: JobsDeps) {
  app.openapi(route, async (c) => {
    const job = await getJob(deps.runner, c.req.valid("param").id);
    if (wantsEvents(c.req.header("accept"))) return followJob(c, deps, job);
    return c.json(toWire(job, deps.clock.now()), 200);
  });
}
