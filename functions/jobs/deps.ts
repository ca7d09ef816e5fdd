import type { HttpDeps } from "../../shared/http/env.ts";
import type { EventStreams } from "../../shared/http/event-stream.ts";
import type { JobWaker } from "../../shared/ports/job-waker.ts";
import type { JobRunnerDeps } from "../../shared/services/jobs/run-slice.ts";

/** Everything that this function needs, behind ports. */
export interface JobsDeps extends HttpDeps {
  readonly runner: JobRunnerDeps;
  /** Has this function run another slice. */
  readonly waker: JobWaker;
  /** Jobs by id, as they come further. */
  readonly streams: EventStreams;
  /** Synchronous work that one slice may do. */
  readonly cpuBudgetMs: number;
}
