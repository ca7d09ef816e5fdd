import { createJobWaker } from "../adapters/functions/job-waker.ts";
import { createServiceClient } from "../adapters/supabase/client.ts";
import type { Config } from "../config.ts";
import type { Clock } from "../ports/clock.ts";
import { createJobRunner } from "./job-runner.ts";

/** A third of an isolate's memory. */
const CACHE_BYTES = 80 * 1024 * 1024;

/** Stores, code and limits by which jobs are run and followed in isolates of a Supabase project. */
export function createJobsDeps(config: Config, clock: Clock) {
  return {
    runner: createJobRunner(createServiceClient(config), clock, CACHE_BYTES),
    waker: createJobWaker(config, "jobs/run"),
    cpuBudgetMs: config.cpuBudgetMs,
    isolateMs: config.isolateMs,
  };
}
