import { createHttpApp } from "../../shared/http/create-app.ts";
import { cancelJobOperation } from "./cancel-job.ts";
import type { JobsDeps } from "./deps.ts";
import { getJobOperation } from "./get-job.ts";
import { listJobsOperation } from "./list-jobs.ts";
import { runSliceOperation } from "./run-slice.ts";

export function createApp(deps: JobsDeps) {
  const app = createHttpApp("jobs", deps);
  listJobsOperation(app, deps);
  getJobOperation(app, deps);
  cancelJobOperation(app, deps);
  runSliceOperation(app, deps);
  return app;
}
