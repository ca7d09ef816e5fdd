import type { Config } from "../config.ts";
import { createBackground } from "../http/background.ts";
import { createCallerResolver } from "../http/callers.ts";
import type { HttpDeps } from "../http/env.ts";
import { createLogger } from "../http/logger.ts";
import { systemClock } from "../http/system-clock.ts";

/** What the HTTP layer needs, made from the configuration: the part of every function's wiring that is the same. */
export function createHttpDeps(service: string, config: Config): HttpDeps {
  const logger = createLogger(service);
  return {
    logger,
    clock: systemClock,
    resolveCaller: createCallerResolver(config),
    background: createBackground(logger),
    corsOrigins: config.corsOrigins,
    publicUrl: config.publicUrl,
  };
}
