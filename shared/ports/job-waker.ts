/** Gets a runner to look for waiting jobs. */
export interface JobWaker {
  /** Resolves once a runner has had its turn; rejects when none could be reached. */
  wake(): Promise<void>;
}
