import { createHttpApp } from "../../shared/http/create-app.ts";
import { createPredictor } from "../../shared/services/prediction/create-predictor.ts";
import { analyseOperation } from "./analyse.ts";
import { analyseBatchOperation } from "./analyse-batch.ts";
import { createAnalyse } from "./analyse-item.ts";
import type { IndicatorsDeps } from "./deps.ts";
import { drawChartOperation } from "./draw-chart.ts";
import { optimiseWeightsOperation } from "./optimise-weights.ts";
import { readCatalogueOperation } from "./read-catalogue.ts";
import { readFeatureValuesOperation } from "./read-feature-values.ts";
import { readFeaturesOperation } from "./read-features.ts";

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
