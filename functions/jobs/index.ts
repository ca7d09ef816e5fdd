import { createHttpDeps } from "../../shared/composition/http-deps.ts";
import { createJobsDeps } from "../../shared/composition/jobs.ts";
import { readConfig } from "../../shared/config.ts";
import { serve } from "../../shared/http/serve.ts";
import { createApp } from "./app.ts";
import { createJobStreams } from "./follow-job.ts";

const config = readConfig();
const http = createHttpDeps("jobs", config);
const jobs = createJobsDeps(config, http.clock);

serve(createApp({ ...http, ...jobs, streams: createJobStreams({ ...http, ...jobs }) }));
