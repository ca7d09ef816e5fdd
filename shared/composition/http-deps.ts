import { createSupabaseApiKeyDirectory } from "../adapters/supabase/api-key-directory.ts";
import { createServiceClient } from "../adapters/supabase/client.ts";
import type { Config } from "../config.ts";
import { createBackground } from "../http/background.ts";
import { createCallerResolver } from "../http/callers.ts";
import type { HttpDeps } from "../http/env.ts";
import { createLogger } from "../http/logger.ts";
import { systemClock } from "../http/system-clock.ts";
import { createKeyVerifier } from "../services/api-keys/create-key-verifier.ts";

/** What the HTTP layer needs, made from the configuration: the part of every function's wiring that is the same. */
export function createHttpDeps(service: string, config: Config): HttpDeps {
  const logger = createLogger(service);
  const clock = systemClock;
  const directory = createSupabaseApiKeyDirectory(createServiceClient(config));
  const verifyApiKey = createKeyVerifier({ directory, clock });
  return {
    logger,
    clock,
    resolveCaller: createCallerResolver({ ...config, verifyApiKey }),
    background: createBackground(logger),
    corsOrigins: config.corsOrigins,
    publicUrl: config.publicUrl,
  };
}
