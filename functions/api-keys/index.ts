import { createSupabaseApiKeyStore } from "../../shared/adapters/supabase/api-key-store.ts";
import { createServiceClient } from "../../shared/adapters/supabase/client.ts";
import { createHttpDeps } from "../../shared/composition/http-deps.ts";
import { readConfig } from "../../shared/config.ts";
import { serve } from "../../shared/http/serve.ts";
import { createApp } from "./app.ts";

const config = readConfig();
const http = createHttpDeps("api-keys", config);
const keys = createSupabaseApiKeyStore(createServiceClient(config));

serve(createApp({ ...http, keys, maxKeysPerUser: config.maxKeysPerUser }));
