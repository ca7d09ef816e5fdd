import type { z } from "zod";
import { rememberFor } from "../../shared/async/remember-for.ts";
import { type Caller, ownerOf } from "../../shared/http/callers.ts";
import { settleItem } from "../../shared/http/item-outcome.ts";
import { toPredictionAnswer } from "../../shared/http/prediction-answer.ts";
import { refuseRealSymbols } from "../../shared/http/test-keys.ts";
import { analyseSymbol } from "../../shared/services/indicators/analyse.ts";
import type { PredictionService } from "../../shared/services/prediction/predictor.ts";
import { isoMoment } from "../../shared/wire/moment.ts";
import { toAnalysisAnswer } from "./analysis-answer.ts";
import type { IndicatorsDeps } from "./deps.ts";
import type { AnalyseBody, AnalysisAnswer } from "./schema.ts";

/** One analysis, asked for alone or with others. */
export type Analyse = (
  request: z.output<typeof AnalyseBody>,
  caller: Caller,
) => Promise<z.input<typeof AnalysisAnswer>>;

/** Weights change with a training at most. */
const WEIGHTS_MEMORY_MS = 10_000;

/** The indicators are worth having without a model too, so a prediction that cannot be made is no error. */
export function createAnalyse(deps: IndicatorsDeps, { predict }: PredictionService): Analyse {
  const latestWeights = rememberFor(deps.clock, WEIGHTS_MEMORY_MS, (_: null) => deps.weights.latest());
  const analysisDeps = { bars: deps.bars, clock: deps.clock, weights: () => latestWeights(null) };
  const notAsked = Promise.resolve({ answer: null, problem: null });

  return async function analyse(request, caller) {
    const { symbol, timeframe, indicators, bars: count, reference, includePrediction } = request;
    refuseRealSymbols(caller, [symbol, reference]);
    const query = { symbol, timeframe, horizon: undefined, version: undefined };
    const [analysis, { answer, problem }] = await Promise.all([
      analyseSymbol(analysisDeps, { symbol, timeframe, indicators, count, reference }),
      includePrediction
        ? settleItem(
            deps.logger,
            predict({ ...query, features: {}, log: "async", ...ownerOf(caller) }).then(toPredictionAnswer),
          )
        : notAsked,
    ]);
    const timestamp = isoMoment(deps.clock.now());
    return {
      symbol,
      timeframe,
      timestamp,
      ...toAnalysisAnswer(analysis, count),
      prediction: answer,
      prediction_problem: problem,
    };
  };
}
