import { createSupabaseApiKeyDirectory } from "../adapters/supabase/api-key-directory.ts";
import { createSupabaseApiKeyUsageLog } from "../adapters/supabase/api-key-usage-log.ts";
import { createServiceClient } from "../adapters/supabase/client.ts";
import { createSupabaseIdempotencyStore } from "../adapters/supabase/idempotency-store.ts";
import { createSupabaseRequestMetrics } from "../adapters/supabase/request-metrics.ts";
import { createSupabaseTierStore } from "../adapters/supabase/tier-store.ts";
import type { Config } from "../config.ts";
import { createBackground } from "../http/background.ts";
import { createCallerResolver } from "../http/callers.ts";
import type { HttpDeps } from "../http/env.ts";
import { createLogger } from "../http/logger.ts";
import { systemClock } from "../http/system-clock.ts";
import type { ApiKeyVerifier } from "../ports/api-key-verifier.ts";
import { createUsageCounter } from "../services/api-keys/count-usage.ts";
import { createKeyVerifier } from "../services/api-keys/verify-cached.ts";
import { createTierReader } from "../services/limits/read-tiers.ts";
import { createRequestMeter } from "../services/metrics/count-requests.ts";
import { createRateLimiter } from "./rate-limiter.ts";

/** Dependencies of the HTTP layer, made from the configuration: the part of every function's wiring that is the same. */
export function createHttpDeps(
  service: string,
  config: Config,
): HttpDeps & { readonly verifyApiKey: ApiKeyVerifier } {
  const logger = createLogger(service, console.log, secretsOf(config));
  const clock = systemClock;
  const background = createBackground(logger);
  const client = createServiceClient(config);
  const verifyApiKey = createKeyVerifier({ directory: createSupabaseApiKeyDirectory(client), clock });
  return {
    logger,
    clock,
    verifyApiKey,
    resolveCaller: createCallerResolver({ ...config, verifyApiKey }),
    countKeyUse: createUsageCounter({ usage: createSupabaseApiKeyUsageLog(client), clock, background }),
    background,
    idempotency: createSupabaseIdempotencyStore(client),
    measure: createRequestMeter({ metrics: createSupabaseRequestMetrics(client), background }),
    limiter: createRateLimiter(config, client, clock),
    tiers: createTierReader({ tierStore: createSupabaseTierStore(client), clock }, (error) =>
      logger.warn("tiers_not_read", error, { limits: "those known last, or the defaults" }),
    ),
    clientAddressHeader: config.clientAddressHeader,
    corsOrigins: config.corsOrigins,
    publicUrl: config.publicUrl,
    problemsUrl: config.problemsUrl,
  };
}

/** Every secret that this isolate knows. */
function secretsOf({ secretKeys, jwt, upstash }: Config): string[] {
  return [
    ...Object.values(secretKeys),
    ...(jwt.kind === "hs256" ? [jwt.secret] : []),
    ...(upstash ? [upstash.token] : []),
  ];
}
