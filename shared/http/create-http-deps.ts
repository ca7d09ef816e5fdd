import type { Config } from "../config.ts";
import { createBackground } from "./background.ts";
import { createCallerResolver } from "./callers.ts";
import type { HttpDeps } from "./env.ts";
import { createLogger } from "./logger.ts";
import { systemClock } from "./system-clock.ts";

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
