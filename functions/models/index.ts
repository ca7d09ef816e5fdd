import { createSupabaseAuditLog } from "../../shared/adapters/supabase/audit-log.ts";
import { createServiceClient } from "../../shared/adapters/supabase/client.ts";
import { createSupabaseModelCardStore } from "../../shared/adapters/supabase/model-card-store.ts";
import { createSupabaseModelStore } from "../../shared/adapters/supabase/model-store.ts";
import { createHttpDeps } from "../../shared/composition/http-deps.ts";
import { readConfig } from "../../shared/config.ts";
import { serve } from "../../shared/http/serve.ts";
import { createApp } from "./app.ts";

const config = readConfig();
const client = createServiceClient(config);

serve(
  createApp({
    ...createHttpDeps("models", config),
    models: createSupabaseModelStore(client),
    audit: createSupabaseAuditLog(client),
    cards: createSupabaseModelCardStore(client),
  }),
);
