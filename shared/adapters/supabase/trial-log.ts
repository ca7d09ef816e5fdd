import type { TrialLog } from "../../ports/trial-log.ts";
import { callFunction, type ProjectClient } from "./client.ts";

/** Trials in the append-only table `ml_trials`. */
export function createSupabaseTrialLog(client: ProjectClient): TrialLog {
  return {
    async record({ jobId, universe, symbols, timeframe, horizonBars, trials }) {
      await callFunction(client, "record_trials", {
        p_job_id: jobId,
        p_scope: { universe, symbols, timeframe, horizon_bars: horizonBars },
        p_trials: trials.map(({ logLoss, sharpe, ...trial }) => ({
          ...trial,
          log_loss: logLoss,
          sharpe_ratio: sharpe,
        })),
      });
    },
    countTrials: ({ symbols, timeframe }) =>
      callFunction<number>(client, "count_trials", { p_symbols: symbols, p_timeframe: timeframe }),
  };
}
