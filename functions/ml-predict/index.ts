import { createHttpDeps } from "../../shared/composition/http-deps.ts";
import { createPredictorDeps } from "../../shared/composition/predictor.ts";
import { readConfig } from "../../shared/config.ts";
import { serve } from "../../shared/http/serve.ts";
import { createApp } from "./app.ts";

const config = readConfig();
const http = createHttpDeps("ml-predict", config);

serve(createApp({ ...http, ...createPredictorDeps(config, http) }));
