import { createReadinessDeps } from "../../shared/composition/readiness.ts";
import { readConfig } from "../../shared/config.ts";
import { createHttpDeps } from "../../shared/http/create-http-deps.ts";
import { serve } from "../../shared/http/serve.ts";
import { createApp } from "./app.ts";

const config = readConfig();
const http = createHttpDeps("health", config);

serve(createApp({ ...http, ...createReadinessDeps(config, http.clock) }));
