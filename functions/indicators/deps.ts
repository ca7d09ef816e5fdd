import type { HttpDeps } from "../../shared/http/env.ts";
import type { WeightLedger } from "../../shared/ports/weight-ledger.ts";
import type { WeightStore } from "../../shared/ports/weight-store.ts";
import type { PredictorDeps } from "../../shared/services/prediction/create-predictor.ts";

/** Needs of this function, behind ports. */
export interface IndicatorsDeps extends HttpDeps, PredictorDeps {
  readonly weights: WeightStore;
  readonly ledger: WeightLedger;
}
