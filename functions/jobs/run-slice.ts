import * as z from "zod";
import { defineRoute, jsonAnswer } from "../../shared/http/define-route.ts";
import type { App } from "../../shared/http/env.ts";
import { runJobSlice, type SliceOutcome } from "../../shared/services/jobs/run-slice.ts";
import { sweepFinishedJobs } from "../../shared/services/jobs/sweep.ts";
import type { JobsDeps } from "./deps.ts";

/** An isolate's slice takes a second or two; one that is still silent after this is gone. */
const LEASE_MS = 30_000;

const SliceAnswer = z
  .object({
    outcome: z.enum(["idle", "advanced", "finished", "lost", "failed"]),
    job_id: z.uuid().nullable(),
    busy_ms: z.number().nullable().describe("Synchronous work done"),
  })
  .meta({ id: "Slice" });

const route = defineRoute(
  { callers: ["secret", "cron"], refusals: ["unavailable"], limit: "exempt" },
  {
    method: "post",
    path: "/run",
    operationId: "runJob",
    summary: "Run one slice",
    description:
      "Takes the job that has waited longest one slice further, then calls itself while there is more to do. Called by the platform; calling it at any time is harmless.",
    responses: { 200: jsonAnswer(SliceAnswer, "How the slice ended") },
  },
);

export function runSliceOperation(app: App, deps: JobsDeps) {
  app.openapi(route, async (c) => {
    const slice = await runJobSlice(deps.runner, { budgetMs: deps.cpuBudgetMs, leaseMs: LEASE_MS });
    deps.background(goOn(deps, slice));
    return c.json(
      {
        outcome: slice.kind,
        job_id: "jobId" in slice ? slice.jobId : null,
        busy_ms: "busyMs" in slice ? slice.busyMs : null,
      },
      200,
    );
  });
}

/** Keeps the chain alive while anything may wait: idle, or beaten by another runner, this link is the last one. */
async function goOn(deps: JobsDeps, slice: SliceOutcome): Promise<void> {
  if (slice.kind === "failed") deps.logger.error("job_slice_failed", slice.cause, { job_id: slice.jobId });
  else deps.logger.info("job_slice", { ...slice });
  if (slice.kind === "idle") return await sweepFinishedJobs(deps.runner);
  if (slice.kind !== "lost") await deps.waker.wake();
}
