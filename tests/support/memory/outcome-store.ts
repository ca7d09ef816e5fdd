import type { DueOutcome, OutcomeStore, SettledOutcome } from "../../../shared/ports/outcome-store.ts";

/** Given bars with predictions, for tests; what was settled can be read. */
export function createMemoryOutcomeStore(
  waiting: readonly DueOutcome[],
): OutcomeStore & { readonly settled: readonly SettledOutcome[] } {
  const settled: SettledOutcome[] = [];
  const isSettled = (due: DueOutcome) => settled.some((outcome) => outcome.due === due);
  return {
    settled,
    listDue: async (limit) => waiting.filter((due) => !isSettled(due)).slice(0, limit),
    async settle(outcomes) {
      const fresh = outcomes.filter(({ due }) => !isSettled(due));
      settled.push(...fresh);
      return fresh.length;
    },
  };
}
