import { createSupabaseBarStore } from "../../shared/adapters/supabase/bar-store.ts";
import { createSupabaseInstrumentStore } from "../../shared/adapters/supabase/instrument-store.ts";
import { createSupabaseJobStore } from "../../shared/adapters/supabase/job-store.ts";
import { createSupabaseModelStore } from "../../shared/adapters/supabase/model-store.ts";
import { FEATURE_SET } from "../../shared/features/feature-set.ts";
import { systemClock } from "../../shared/http/system-clock.ts";
import { DEFAULT_GATE_THRESHOLDS } from "../../shared/ml/gate/gate-thresholds.ts";
import { enqueueTraining, type TrainingRequest } from "../../shared/services/training/enqueue.ts";
import type { Stack } from "../../supabase/local/create-stack.ts";
import { TEST_ACTOR } from "./models.ts";
import { clientOf } from "./stack.ts";

/** Queues a training in a stack without waking an isolate, boosting for 12 bars where nothing else is said. */
export function enqueueAlone(
  stack: Pick<Stack, "url" | "keys">,
  request: Partial<TrainingRequest> & Pick<TrainingRequest, "symbols" | "modelVersion">,
) {
  const client = clientOf(stack, stack.keys.secret);
  return enqueueTraining(
    {
      jobs: createSupabaseJobStore(client),
      bars: createSupabaseBarStore(client),
      instruments: createSupabaseInstrumentStore(client),
      models: createSupabaseModelStore(client),
      featureSet: FEATURE_SET,
      clock: systemClock,
      gate: DEFAULT_GATE_THRESHOLDS,
    },
    {
      timeframe: "1h",
      horizonBars: 12,
      label: "triple_barrier",
      forceRetrain: true,
      family: "boosting",
      params: {},
      seed: 0,
      promote: "if_passed",
      requestedBy: TEST_ACTOR,
      ...request,
    },
  );
}
