import { createSupabaseBarStore } from "../../shared/adapters/supabase/bar-store.ts";
import { createServiceClient } from "../../shared/adapters/supabase/client.ts";
import { readConfig } from "../../shared/config.ts";
import { createHttpDeps } from "../../shared/http/create-http-deps.ts";
import { serve } from "../../shared/http/serve.ts";
import { createApp } from "./app.ts";

const config = readConfig();
const bars = createSupabaseBarStore(createServiceClient(config));

serve(createApp({ ...createHttpDeps("market-data", config), bars }));
