import type { Context } from "hono";
import { streamSSE } from "hono/streaming";
import type { AppEnv } from "../../shared/http/env.ts";
import { isUnfinished, type Job } from "../../shared/jobs/job.ts";
import { followJob } from "../../shared/services/jobs/follow.ts";
import type { TriggerTrainingDeps } from "./deps.ts";
import { toWire } from "./schema.ts";

/** An isolate lives for 150 s of wall clock at least; the stream ends well before and the client comes back. */
const WINDOW_MS = 100_000;
/** What a client waits before it comes back. */
const RETRY_MS = 1_000;
/** Id of the event after which there is nothing more to come. */
const LAST_EVENT = "end";

export const EVENT_STREAM = "text/event-stream";

export const wantsEvents = (accept: string | undefined): boolean => accept?.includes(EVENT_STREAM) ?? false;

/**
 * The job's progress as server-sent events: `progress` whenever a slice was committed, `end` once it has ended. A client
 * that comes back after the end (browsers do) gets 204, which tells it to stay away.
 */
export function streamJob(c: Context<AppEnv>, deps: TriggerTrainingDeps, job: Job): Response {
  if (c.req.header("last-event-id") === LAST_EVENT && !isUnfinished(job)) return c.body(null, 204);
  const pollMs = deps.followPollMs;
  return streamSSE(
    c,
    async (stream) => {
      const maxPolls = Math.max(1, Math.floor(WINDOW_MS / pollMs));
      const wait = async (ms: number) => void (await stream.sleep(ms));
      for await (const now of followJob(deps.runner, job.id, { pollMs, maxPolls, wait })) {
        if (stream.aborted) return;
        const hasEnded = !isUnfinished(now);
        await stream.writeSSE({
          event: hasEnded ? "end" : "progress",
          id: hasEnded ? LAST_EVENT : String(now.sequence),
          retry: RETRY_MS,
          data: JSON.stringify(toWire(now, deps.clock.now())),
        });
      }
    },
    async (error) => deps.logger.error("job_stream_failed", error, { job_id: job.id }),
  );
}
