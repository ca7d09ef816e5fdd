import { defineRoute, jsonAnswer } from "../../shared/http/define-route.ts";
import type { App } from "../../shared/http/env.ts";
import { listJobs } from "../../shared/services/jobs/list.ts";
import type { JobsDeps } from "./deps.ts";
import { JobsAnswer, ListJobsQuery, toSummary } from "./schema.ts";

const route = defineRoute(
  { callers: ["secret", "operator"], refusals: ["unavailable"] },
  {
    method: "get",
    path: "/",
    operationId: "listJobs",
    summary: "List jobs",
    description:
      "Newest first, of all kinds, states and scopes or of one; follow `next_cursor` until it is null.",
    request: { query: ListJobsQuery },
    responses: { 200: jsonAnswer(JobsAnswer, "One page of jobs") },
  },
);

export function listJobsOperation(app: App, deps: JobsDeps) {
  app.openapi(route, async (c) => {
    const { cursor, ...filter } = c.req.valid("query");
    const page = await listJobs(deps.runner, { ...filter, after: cursor });
    const now = deps.clock.now();
    return c.json(
      { jobs: page.items.map((job) => toSummary(job, now)), next_cursor: page.next ?? null },
      200,
    );
  });
}
