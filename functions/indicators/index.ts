import { createServiceClient } from "../../shared/adapters/supabase/client.ts";
import { createSupabaseWeightLedger } from "../../shared/adapters/supabase/weight-ledger.ts";
import { createSupabaseWeightStore } from "../../shared/adapters/supabase/weight-store.ts";
import { createHttpDeps } from "../../shared/composition/http-deps.ts";
import { createPredictorDeps } from "../../shared/composition/predictor.ts";
import { readConfig } from "../../shared/config.ts";
import { serve } from "../../shared/http/serve.ts";
import { createApp } from "./app.ts";

const config = readConfig();
const http = createHttpDeps("indicators", config);
const client = createServiceClient(config);
const stores = { weights: createSupabaseWeightStore(client), ledger: createSupabaseWeightLedger(client) };

serve(createApp({ ...http, ...createPredictorDeps(config, http), ...stores }));
