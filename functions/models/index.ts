import { createServiceClient } from "../../shared/adapters/supabase/client.ts";
import { createSupabaseModelStore } from "../../shared/adapters/supabase/model-store.ts";
import { readConfig } from "../../shared/config.ts";
import { createHttpDeps } from "../../shared/http/create-http-deps.ts";
import { serve } from "../../shared/http/serve.ts";
import { createApp } from "./app.ts";

const config = readConfig();
const models = createSupabaseModelStore(createServiceClient(config));

serve(createApp({ ...createHttpDeps("models", config), models }));
