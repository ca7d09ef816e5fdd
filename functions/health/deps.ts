import type { HttpDeps } from "../../shared/http/env.ts";
import type { BlobStore } from "../../shared/ports/blob-store.ts";
import type { Cache } from "../../shared/ports/cache.ts";
import type { ModelStore } from "../../shared/ports/model-store.ts";
import type { PredictorStatus } from "../../shared/ports/predictor-status.ts";
import type { RequestMetrics } from "../../shared/ports/request-metrics.ts";

/** The ports that this function needs. */
export interface HealthDeps extends HttpDeps {
  readonly models: ModelStore;
  readonly blobs: BlobStore;
  readonly cache: Cache;
  readonly predictor: PredictorStatus;
  readonly metrics: Pick<RequestMetrics, "totals">;
}
