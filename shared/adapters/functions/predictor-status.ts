import * as z from "zod";
import type { PredictorStatus } from "../../ports/predictor-status.ts";

const Status = z.object({ models_loaded: z.int() });

/** Asks the function `ml-predict` over HTTP: isolates share no memory. */
export function createPredictorStatus(config: { readonly supabaseUrl: string }): PredictorStatus {
  return {
    async modelsLoaded(signal) {
      const response = await fetch(`${config.supabaseUrl}/functions/v1/ml-predict/status`, { signal });
      if (!response.ok) throw new Error(`ml-predict answers ${response.status}`);
      return Status.parse(await response.json()).models_loaded;
    },
  };
}
