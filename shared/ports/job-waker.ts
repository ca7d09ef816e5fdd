/** Gets a runner to look for waiting jobs, or for whatever else a run route takes further. */
export interface JobWaker {
  /** Resolves once a runner has had its turn; rejects when none could be reached. */
  wake(): Promise<void>;
}
