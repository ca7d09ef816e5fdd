import { createHttpDeps } from "../../shared/composition/http-deps.ts";
import { createReadinessDeps } from "../../shared/composition/readiness.ts";
import { readConfig } from "../../shared/config.ts";
import { serve } from "../../shared/http/serve.ts";
import { createApp } from "./app.ts";

const config = readConfig();
const http = createHttpDeps("health", config);

serve(createApp({ ...http, ...createReadinessDeps(config) }));
