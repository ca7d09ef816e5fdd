import { createHttpApp } from "../../shared/http/create-app.ts";
import type { MarketDataDeps } from "./deps.ts";
import { readBarsOperation } from "./read-bars.ts";
import { readGapsOperation } from "./read-gaps.ts";
import { resampleBarsOperation } from "./resample-bars.ts";
import { writeBarsOperation } from "./write-bars.ts";

/** 50,000 bars as rows of JSON objects, with room to spare. */
const BODY_LIMIT_BYTES = 10 * 1024 * 1024;

export function createApp(deps: MarketDataDeps) {
  const app = createHttpApp("market-data", deps, { bodyLimitBytes: BODY_LIMIT_BYTES });
  writeBarsOperation(app, deps);
  resampleBarsOperation(app, deps);
  readBarsOperation(app, deps);
  readGapsOperation(app, deps);
  return app;
}
