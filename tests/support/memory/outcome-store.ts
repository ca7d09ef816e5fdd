import type { DueOutcome, OutcomeStore, SettledOutcome } from "../../../shared/ports/outcome-store.ts";

/** Given bars with one prediction each, for tests; what was settled can be read, and is not due any more. */
export function createMemoryOutcomeStore(
  waiting: readonly DueOutcome[],
): OutcomeStore & { readonly settled: readonly SettledOutcome[] } {
  const settled: SettledOutcome[] = [];
  const done = new Set<DueOutcome>();
  return {
    settled,
    listDue: async (limit) => waiting.filter((due) => !done.has(due)).slice(0, limit),
    async settle(outcomes) {
      settled.push(...outcomes);
      for (const { due } of outcomes) done.add(due);
      return outcomes.length;
    },
  };
}
