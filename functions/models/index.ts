import { createHttpDeps } from "../../shared/composition/http-deps.ts";
import { createRegistryDeps } from "../../shared/composition/models.ts";
import { readConfig } from "../../shared/config.ts";
import { serve } from "../../shared/http/serve.ts";
import { createApp } from "./app.ts";

const config = readConfig();

serve(createApp({ ...createHttpDeps("models", config), ...createRegistryDeps(config) }));
