import { createHttpApp } from "../../shared/http/create-app.ts";
import type { HttpDeps } from "../../shared/http/env.ts";
import type { WeightLedger } from "../../shared/ports/weight-ledger.ts";
import type { WeightStore } from "../../shared/ports/weight-store.ts";
import { createPredictor, type PredictorDeps } from "../../shared/services/prediction/create-predictor.ts";
import { analyseOperation } from "./analyse.ts";
import { analyseBatchOperation } from "./analyse-batch.ts";
import { createAnalyse } from "./analyse-item.ts";
import { drawChartOperation } from "./draw-chart.ts";
import { optimiseWeightsOperation } from "./optimise-weights.ts";
import { readCatalogueOperation } from "./read-catalogue.ts";
import { readFeatureValuesOperation } from "./read-feature-values.ts";
import { readFeaturesOperation } from "./read-features.ts";

export type IndicatorsDeps = HttpDeps &
  PredictorDeps & { readonly weights: WeightStore; readonly ledger: WeightLedger };

export function createApp(deps: IndicatorsDeps) {
  const app = createHttpApp("indicators", deps);
  const analyse = createAnalyse(deps, createPredictor(deps));
  analyseOperation(app, analyse);
  analyseBatchOperation(app, analyse, deps.logger);
  readCatalogueOperation(app);
  drawChartOperation(app, deps);
  readFeaturesOperation(app, deps);
  readFeatureValuesOperation(app, deps);
  optimiseWeightsOperation(app, deps);
  return app;
}
