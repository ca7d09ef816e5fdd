import { createSupabaseBarStore } from "../../shared/adapters/supabase/bar-store.ts";
import { createServiceClient } from "../../shared/adapters/supabase/client.ts";
import { createSupabaseInstrumentStore } from "../../shared/adapters/supabase/instrument-store.ts";
import { createHttpDeps } from "../../shared/composition/http-deps.ts";
import { readConfig } from "../../shared/config.ts";
import { serve } from "../../shared/http/serve.ts";
import { createApp } from "./app.ts";

const config = readConfig();
const client = createServiceClient(config);

serve(
  createApp({
    ...createHttpDeps("market-data", config),
    bars: createSupabaseBarStore(client),
    instruments: createSupabaseInstrumentStore(client),
  }),
);
