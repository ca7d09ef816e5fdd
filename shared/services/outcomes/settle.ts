import { BAR_FIELDS, type BarField, type Bars } from "../../market/bars.ts";
import { closedBefore, TIMEFRAME_MS } from "../../market/timeframe.ts";
import { type LabelSpec, UNLABELLED } from "../../ml/labels/label-spec.ts";
import { makeLabels } from "../../ml/labels/make-labels.ts";
import { CLASSES } from "../../ml/learner.ts";
import type { BarStore } from "../../ports/bar-store.ts";
import type { Clock } from "../../ports/clock.ts";
import type { DueOutcome, OutcomeStore, SettledOutcome } from "../../ports/outcome-store.ts";

interface OutcomeDeps {
  readonly bars: BarStore;
  readonly outcomes: OutcomeStore;
  readonly clock: Clock;
}

export interface SettledCount {
  /** Predictions that have their outcome now. */
  readonly predictions: number;
  /** Bars that were looked at. */
  readonly bars: number;
  /** More may be due. */
  readonly more: boolean;
}

/** A call's worth: labelling a series takes some 10 ms, and an isolate has a second. */
const MAX_SERIES = 40;
const MAX_DUE = 1_000;
/** Bars after the first one due that one call looks at. */
const MAX_BARS = 4_000;

/**
 * Gives predictions whose horizon is over the outcome that their model's own label rule makes of the stored bars. What is
 * settled is no longer due, so calling it again, or twice at once, changes nothing.
 */
export async function settleOutcomes(deps: OutcomeDeps): Promise<SettledCount> {
  const due = await deps.outcomes.listDue(MAX_DUE);
  const series = groupBy(due, ({ symbol, timeframe }) => `${symbol} ${timeframe}`);
  const settled: SettledOutcome[] = [];
  for (const ofSeries of series.slice(0, MAX_SERIES)) settled.push(...(await settleSeries(deps, ofSeries)));
  const predictions = settled.length === 0 ? 0 : await deps.outcomes.settle(settled);
  const more = settled.length > 0 && (due.length === MAX_DUE || settled.length < due.length);
  return { predictions, bars: settled.length, more };
}

/** Outcomes of the bars of one symbol and timeframe, as far as one reading of bars goes. */
async function settleSeries(deps: OutcomeDeps, due: readonly DueOutcome[]): Promise<SettledOutcome[]> {
  const bars = await readBarsAround(deps, due);
  const rowOf = new Map(Array.from(bars.ts, (ts, row) => [ts, row]));
  const byRule = groupBy(due, ({ labelSpec }) => JSON.stringify(labelSpec));
  return byRule.flatMap((ofRule) => {
    const { labelSpec, timeframe } = ofRule[0]!;
    const labels = makeLabels(bars, labelSpec, timeframe);
    const closesAt = (row: number) => bars.ts[row]! + TIMEFRAME_MS[timeframe];
    return ofRule.flatMap((one): SettledOutcome[] => {
      const row = rowOf.get(one.barTs);
      if (row === undefined || !isOver(bars, row, labelSpec, TIMEFRAME_MS[timeframe])) return [];
      const label = labels.label[row]!;
      if (label === UNLABELLED) return [{ due: one, outcome: undefined }];
      const outcome = {
        label: CLASSES[label]!,
        longReturn: labels.longReturn[row]!,
        shortReturn: labels.shortReturn[row]!,
        settledAt: closesAt(labels.end[row]!),
      };
      return [{ due: one, outcome }];
    });
  });
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): T[][] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return [...groups.values()];
}

/** True when the bars reach to the end of a row's horizon: a label that is missing then will never be there. */
function isOver({ ts }: Bars, row: number, { kind, horizonBars }: LabelSpec, timeframeMs: number): boolean {
  return kind === "triple_barrier"
    ? row + horizonBars < ts.length
    : ts[ts.length - 1]! >= ts[row]! + horizonBars * timeframeMs;
}

/** The closed bars from as far back as volatility looks before the first bar due. */
async function readBarsAround({ bars, clock }: OutcomeDeps, due: readonly DueOutcome[]): Promise<Bars> {
  const { symbol, timeframe } = due[0]!;
  const first = Math.min(...due.map(({ barTs }) => barTs));
  const lookback = Math.max(...due.map(({ labelSpec }) => labelSpec.volatilityWindow));
  const [before, after] = await Promise.all([
    bars.read({ symbol, timeframe, to: first, limit: lookback, newestFirst: true }),
    bars.read({
      symbol,
      timeframe,
      from: first,
      to: closedBefore(clock.now(), timeframe),
      limit: MAX_BARS,
    }),
  ]);
  const joined = (field: BarField) => Float64Array.of(...before[field], ...after[field]);
  return Object.fromEntries(BAR_FIELDS.map((field) => [field, joined(field)])) as Record<
    BarField,
    Float64Array
  >;
}
