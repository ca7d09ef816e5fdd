import type { ForecastPair } from "../../../shared/ml/sequential/independent-gains.ts";
import type { CanaryTest, CanaryTestStep, CanaryTestStore } from "../../../shared/ports/canary-test-store.ts";

const OUTCOMES = { promote: "promoted", rollback: "rolled_back" } as const;

/**
 * Given tests and the pairs of all of them, for tests; the steps saved can be read. Every step is taken: which of two that
 * come at once counts, and what becomes of the models, is decided in SQL.
 */
export function createMemoryCanaryTestStore(
  initial: readonly CanaryTest[],
  pairs: readonly ForecastPair[] = [],
): CanaryTestStore & { readonly steps: readonly CanaryTestStep[] } {
  const tests = new Map(initial.map((test) => [test.id, test]));
  const steps: CanaryTestStep[] = [];
  return {
    steps,
    listOpen: async () => [...tests.values()].filter(({ endedAt }) => endedAt === undefined),
    find: async (version) => [...tests.values()].findLast(({ canaryVersion }) => canaryVersion === version),
    async readPairs({ id }, maxBars) {
      const { processedBarTs = -Infinity } = tests.get(id)!;
      const fresh = pairs.filter(({ barTs }) => barTs > processedBarTs);
      const bars = [...new Set(fresh.map(({ barTs }) => barTs))].slice(0, maxBars);
      return fresh.filter(({ barTs }) => bars.includes(barTs));
    },
    async save(step) {
      const { before, state, processedBarTs, verdict } = step;
      const end = verdict && { outcome: OUTCOMES[verdict], endedAt: new Date(processedBarTs).toISOString() };
      tests.set(before.id, { ...before, state, processedBarTs, ...end });
      steps.push(step);
      return true;
    },
  };
}
