import { DEMO_INSTRUMENTS } from "../../seed/demo-instruments.ts";
import { evaluatorRuntime } from "../../shared/adapters/onnx/evaluator-runtime.ts";
import { FEATURE_SET } from "../../shared/features/feature-set.ts";
import type { Timeframe } from "../../shared/market/timeframe.ts";
import type { HoldoutReport } from "../../shared/ml/evaluation/holdout-report.ts";
import { runJobSlice } from "../../shared/services/jobs/run-slice.ts";
import type { TrainingResult } from "../../shared/services/training/state.ts";
import { readRealBars } from "../../tests/support/real-bars.ts";
import { trainingFixture } from "../../tests/support/training-fixture.ts";

export interface RealSeries {
  /** Of the file with the bars. */
  readonly name: string;
  readonly symbol: string;
  readonly timeframe: Timeframe;
  readonly horizonBars: number;
  readonly span: string;
}

export const REAL_SERIES: readonly RealSeries[] = [
  { name: "eurusd_1h", symbol: "EURUSD", timeframe: "1h", horizonBars: 12, span: "2007–2018" },
  { name: "spy_1h", symbol: "SPY", timeframe: "1h", horizonBars: 12, span: "1998–2021" },
  { name: "spy_1d", symbol: "SPY", timeframe: "1d", horizonBars: 5, span: "1998–2021" },
  { name: "aapl_1d", symbol: "AAPL", timeframe: "1d", horizonBars: 5, span: "1998–2021" },
  { name: "btcusd_1m", symbol: "BTCUSD", timeframe: "1m", horizonBars: 15, span: "January 2022" },
];

/** One training of the platform's own job, features and gate, stored in memory. */
export async function trainRealSeries(
  { name, symbol, timeframe, horizonBars }: RealSeries,
  family: string,
): Promise<HoldoutReport> {
  const instrument = DEMO_INSTRUMENTS.find((one) => one.symbol === symbol);
  if (!instrument) throw new Error(`no instrument ${symbol}`);
  const platform = await trainingFixture({ [symbol]: readRealBars(name) }, evaluatorRuntime, {
    featureSet: FEATURE_SET,
    instruments: [instrument],
    timeframe,
  });
  const { job } = await platform.enqueue({ horizonBars, family, params: {} });
  const slice = await runJobSlice(platform.runner(), { budgetMs: Infinity, leaseMs: Infinity });
  if (slice.kind === "failed") throw slice.cause;
  return ((await platform.jobs.find(job.id))!.result as TrainingResult).report;
}
