import { BETTING_TEST, observeGain, verdictOf } from "../../ml/sequential/betting-test.ts";
import { type ForecastPair, independentGains } from "../../ml/sequential/independent-gains.ts";
import type { Actor } from "../../ports/actor.ts";
import type { CanaryTest, CanaryTestStep, CanaryTestStore } from "../../ports/canary-test-store.ts";

/** Bars that one call counts of each test. */
const MAX_BARS = 2_000;
const ACTOR: Actor = { kind: "system", id: BETTING_TEST };

export interface EvaluatedCanary {
  readonly canaryVersion: string;
  readonly observations: number;
  readonly verdict: "promote" | "rollback" | undefined;
}

/**
 * Counts the outcomes that have come in since in every canary's test, and lets a test that has seen enough promote its
 * canary or roll it back. A step that another call took first is dropped: that call has counted the same outcomes.
 */
export async function evaluateCanaries(deps: {
  readonly canaryTests: CanaryTestStore;
}): Promise<EvaluatedCanary[]> {
  const evaluated: EvaluatedCanary[] = [];
  for (const test of await deps.canaryTests.listOpen()) {
    const pairs = await deps.canaryTests.readPairs(test, MAX_BARS);
    const step = pairs.length > 0 ? stepOf(test, pairs) : undefined;
    const moved = step !== undefined && (await deps.canaryTests.save(step));
    evaluated.push({
      canaryVersion: test.canaryVersion,
      observations: (moved ? step : test).state.observations,
      verdict: moved ? step.verdict : undefined,
    });
  }
  return evaluated;
}

/** A verdict ends the test: what came in after it is not counted. */
function stepOf(before: CanaryTest, pairs: readonly ForecastPair[]): CanaryTestStep {
  let state = before.state;
  for (const { gain, settledAt } of independentGains(pairs, state.freeAt)) {
    state = { ...observeGain(state, gain), freeAt: settledAt };
    const verdict = verdictOf(state);
    if (verdict) return { before, state, processedBarTs: pairs.at(-1)!.barTs, verdict, actor: ACTOR };
  }
  return { before, state, processedBarTs: pairs.at(-1)!.barTs, verdict: undefined, actor: ACTOR };
}
