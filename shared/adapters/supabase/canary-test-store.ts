import { TIMEFRAME_MS, type Timeframe } from "../../market/timeframe.ts";
import { log } from "../../math/elementary.ts";
import type { CLASSES } from "../../ml/learner.ts";
import { eValues, NOTHING_OBSERVED } from "../../ml/sequential/betting-test.ts";
import type { ForecastPair } from "../../ml/sequential/independent-gains.ts";
import type { CanaryTest, CanaryTestStep, CanaryTestStore } from "../../ports/canary-test-store.ts";
import { toActorRow } from "./actor-row.ts";
import { callFunction, type ProjectClient } from "./client.ts";

interface TestRow {
  readonly id: number;
  readonly universe: string;
  readonly timeframe: Timeframe;
  readonly horizon_bars: number;
  readonly champion_version: string;
  readonly canary_version: string;
  readonly started_at: string;
  readonly state: CanaryTest["state"] | null;
  readonly processed_bar_ts: string | null;
  readonly outcome: string | null;
  readonly ended_at: string | null;
}

interface PairRow {
  readonly symbol: string;
  readonly timeframe: Timeframe;
  readonly bar_ts: string;
  readonly champion: readonly number[];
  readonly canary: readonly number[];
  readonly outcome: (typeof CLASSES)[number];
  readonly settled_at: string;
}

/** Tests in the table `ml_canary_tests`; a step and what it decides are one transaction. */
export function createSupabaseCanaryTestStore(client: ProjectClient): CanaryTestStore {
  return {
    listOpen: async () => (await callFunction<TestRow[]>(client, "list_open_canary_tests")).map(toTest),
    async find(canaryVersion) {
      const row = await callFunction<TestRow | null>(client, "find_canary_test", {
        p_model_version: canaryVersion,
      });
      return row === null ? undefined : toTest(row);
    },
    async readPairs({ id }, maxBars) {
      const args = { p_test_id: id, p_max_bars: maxBars };
      return (await callFunction<PairRow[]>(client, "read_canary_pairs", args)).map(toPair);
    },
    save: (step) =>
      callFunction<boolean>(client, "save_canary_test", {
        p_test: toRow(step),
        p_processed_before: isoTime(step.before.processedBarTs),
        p_decision: step.verdict ?? null,
        p_actor: toActorRow(step.actor),
      }),
  };
}

function toTest(row: TestRow): CanaryTest {
  return {
    id: row.id,
    universe: row.universe,
    timeframe: row.timeframe,
    horizonBars: row.horizon_bars,
    championVersion: row.champion_version,
    canaryVersion: row.canary_version,
    startedAt: row.started_at,
    state: row.state ?? { ...NOTHING_OBSERVED, freeAt: 0 },
    processedBarTs: row.processed_bar_ts === null ? undefined : Date.parse(row.processed_bar_ts),
    outcome: row.outcome ?? undefined,
    endedAt: row.ended_at ?? undefined,
  };
}

function toPair(row: PairRow): ForecastPair {
  const barTs = Date.parse(row.bar_ts);
  return {
    symbol: row.symbol,
    barTs,
    decidedAt: barTs + TIMEFRAME_MS[row.timeframe],
    settledAt: Date.parse(row.settled_at),
    champion: row.champion,
    canary: row.canary,
    outcome: row.outcome,
  };
}

function toRow({ before, state, processedBarTs }: CanaryTestStep) {
  const { better, worse } = eValues(state);
  return {
    id: before.id,
    observations: state.observations,
    state,
    log_e_better: logOf(better),
    log_e_worse: logOf(worse),
    mean_gain: state.observations > 0 ? state.gainSum / state.observations : null,
    processed_bar_ts: isoTime(processedBarTs),
  };
}

/** Wealth that a long losing streak has worn down to nothing is stored as the least that a double can say. */
function logOf(eValue: number): number {
  return log(Math.max(eValue, Number.MIN_VALUE));
}

function isoTime(ts: number | undefined): string | null {
  return ts === undefined ? null : new Date(ts).toISOString();
}
