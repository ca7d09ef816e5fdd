import type { JobDefinition } from "../../../shared/jobs/job-definition.ts";
import { cpuMs } from "./cpu-clock.ts";

/** CPU milliseconds of what a job does only because it is cut, or does more often for it. */
export interface CutCosts {
  readingArtifacts: number;
  checkpoints: number;
}

type Job = JobDefinition<unknown, unknown>;

/** The same job, which adds up what reading artifacts and checkpoints and writing checkpoints costs it. */
export function meteredJob(job: Job, costs: CutCosts): Job {
  function charge<Result>(to: keyof CutCosts, work: () => Result): Result {
    const started = cpuMs();
    const result = work();
    costs[to] += cpuMs() - started;
    return result;
  }
  return {
    ...job,
    encodeState: (state) => charge("checkpoints", () => job.encodeState(state)),
    decodeState: (bytes) => charge("checkpoints", () => job.decodeState(bytes)),
    step(spec, state, context) {
      const { artifacts } = context;
      const metered = {
        ...artifacts,
        get: <T>(key: string, decode: (bytes: Uint8Array<ArrayBuffer>) => T) =>
          artifacts.get(key, (bytes) => charge("readingArtifacts", () => decode(bytes))),
      };
      return job.step(spec, state, { ...context, artifacts: metered });
    },
  };
}
