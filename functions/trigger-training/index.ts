import { createHttpDeps } from "../../shared/composition/http-deps.ts";
import { createTrainingRequestDeps } from "../../shared/composition/training-requests.ts";
import { readConfig } from "../../shared/config.ts";
import { serve } from "../../shared/http/serve.ts";
import { createApp } from "./app.ts";

const config = readConfig();

serve(createApp({ ...createHttpDeps("trigger-training", config), ...createTrainingRequestDeps(config) }));
