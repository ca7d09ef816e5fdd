/**
 * Kinds of job, each with the function whose isolates run its slices: that function's run route is called when one waits.
 * The database has the same list (private.job_kinds) and queues nothing else.
 */
export const JOB_KINDS = { training: "jobs", upload_evaluation: "jobs" } as const;

export type JobKind = keyof typeof JOB_KINDS;

export const JOB_KIND_NAMES = Object.keys(JOB_KINDS) as JobKind[];

/** Path of the run route that takes jobs of a kind further, below the functions' URL. */
export function runRouteOf(kind: JobKind): string {
  return `${JOB_KINDS[kind]}/run`;
}
