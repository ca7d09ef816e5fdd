import type { TrialBatch, TrialLog } from "../../../shared/ports/trial-log.ts";

/** Trials in memory, by job and number, for tests. */
export function createMemoryTrialLog(): TrialLog & { readonly batches: readonly TrialBatch[] } {
  const batches: TrialBatch[] = [];
  return {
    batches,
    async record(batch) {
      const known = new Set(
        batches
          .filter(({ jobId }) => jobId === batch.jobId)
          .flatMap(({ trials }) => trials.map(({ trial }) => trial)),
      );
      batches.push({ ...batch, trials: batch.trials.filter(({ trial }) => !known.has(trial)) });
    },
    async countTrials({ symbols, timeframe }) {
      return batches
        .filter((of) => of.timeframe === timeframe && of.symbols.some((symbol) => symbols.includes(symbol)))
        .reduce((sum, { trials }) => sum + trials.length, 0);
    },
  };
}
