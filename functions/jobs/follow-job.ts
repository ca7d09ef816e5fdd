import type { Context } from "hono";
import type { AppEnv, HttpDeps } from "../../shared/http/env.ts";
import { createEventStreams, type EventStreams, type StreamEvent } from "../../shared/http/event-stream.ts";
import { isUnfinished, type Job } from "../../shared/jobs/job.ts";
import type { JobStore } from "../../shared/ports/job-store.ts";
import type { JobsDeps } from "./deps.ts";
import { toWire } from "./schema.ts";

const POLL_MS = 1_500;
/** Id of the event after which there is nothing more to come. */
const LAST_EVENT = "end";

/** The event streams of jobs: each subject is the id of one. */
export function createJobStreams(
  deps: Pick<HttpDeps, "clock" | "logger"> & {
    readonly runner: { readonly jobs: Pick<JobStore, "findAll"> };
    /** Wall clock that an isolate lives for. */
    readonly isolateMs: number;
    readonly pollMs?: number;
  },
): EventStreams {
  const { clock, logger, isolateMs, pollMs = POLL_MS } = deps;
  return createEventStreams({
    async read(ids) {
      const jobs = await deps.runner.jobs.findAll(ids);
      return new Map(jobs.map((job) => [job.id, eventOf(job, clock.now())]));
    },
    pollMs,
    isolateMs,
    clock,
    random: Math.random,
    logger,
  });
}

/**
 * The job's progress as server-sent events: `progress` whenever a slice was committed, `end` once it has ended. A client
 * that comes back after the end (browsers do) gets 204, which tells it to stay away.
 */
export function followJob(c: Context<AppEnv>, deps: JobsDeps, job: Job): Response {
  const event = eventOf(job, deps.clock.now());
  if (event.isLast && c.req.header("last-event-id") === LAST_EVENT) return c.body(null, 204);
  return deps.streams.follow(c, job.id, event);
}

function eventOf(job: Job, now: number): StreamEvent {
  const isLast = !isUnfinished(job);
  return {
    name: isLast ? "end" : "progress",
    id: isLast ? LAST_EVENT : String(job.sequence),
    revision: `${job.state} ${job.sequence}`,
    data: toWire(job, now),
    isLast,
  };
}
