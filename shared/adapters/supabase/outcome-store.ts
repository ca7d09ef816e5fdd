import type { Timeframe } from "../../market/timeframe.ts";
import type { DueOutcome, OutcomeStore, SettledOutcome } from "../../ports/outcome-store.ts";
import { callFunction, type ProjectClient } from "./client.ts";
import { type LabelRuleRow, toLabelSpec } from "./label-rule-row.ts";

interface DueRow {
  readonly symbol: string;
  readonly timeframe: Timeframe;
  readonly horizon_bars: number;
  readonly label_spec: LabelRuleRow;
  readonly bar_ts: string;
}

/** Outcomes in the table `ml_predictions`. */
export function createSupabaseOutcomeStore(client: ProjectClient): OutcomeStore {
  return {
    async listDue(limit) {
      const rows = await callFunction<DueRow[]>(client, "list_due_outcomes", { p_limit: limit });
      return rows.map(toDue);
    },
    settle: (outcomes) =>
      callFunction<number>(client, "settle_outcomes", { p_outcomes: outcomes.map(toRow) }),
  };
}

function toDue(row: DueRow): DueOutcome {
  return {
    symbol: row.symbol,
    timeframe: row.timeframe,
    barTs: Date.parse(row.bar_ts),
    labelSpec: toLabelSpec(row.label_spec, row.horizon_bars),
    storedRule: row.label_spec,
  };
}

function toRow({ due, outcome }: SettledOutcome) {
  return {
    symbol: due.symbol,
    timeframe: due.timeframe,
    horizon_bars: due.labelSpec.horizonBars,
    label_spec: due.storedRule,
    bar_ts: new Date(due.barTs).toISOString(),
    outcome: outcome?.label ?? null,
    long_return: outcome?.longReturn ?? null,
    short_return: outcome?.shortReturn ?? null,
    settled_at: outcome ? new Date(outcome.settledAt).toISOString() : null,
  };
}
