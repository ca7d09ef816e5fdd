import type { OpenAPIHono, RouteConfig } from "@hono/zod-openapi";
import type { Hono, MiddlewareHandler } from "hono";
import type { RequestIdVariables } from "hono/request-id";
import type { TimingVariables } from "hono/timing";
import type { Tiers } from "../limits/tier.ts";
import type { UsageCounter } from "../ports/api-key-usage-log.ts";
import type { Clock } from "../ports/clock.ts";
import type { IdempotencyStore } from "../ports/idempotency-store.ts";
import type { RateLimiter } from "../ports/rate-limiter.ts";
import type { RequestMeter } from "../ports/request-metrics.ts";
import type { Caller, CallerResolver } from "./callers.ts";
import type { LimitOutcome } from "./limit-outcome.ts";
import type { Logger } from "./logger.ts";

/** Variables that every handler finds in its context. */
export interface AppEnv {
  Variables: RequestIdVariables &
    TimingVariables & {
      readonly http: HttpDeps;
      caller: Caller;
      /** Set once the limiter has been asked; a route that is exempt asks nobody. */
      rateLimit?: LimitOutcome;
    };
}

/** A route's promises, and the middleware before its handler. */
export type Contract = RouteConfig & { readonly middleware?: readonly MiddlewareHandler[] };

/** The app that a function mounts its operations on. */
export type App = Hono<AppEnv> & {
  /** Mounts an operation: its handler gets requests that keep the contract. */
  readonly openapi: OpenAPIHono<AppEnv>["openapi"];
  /** Of every operation, for docs/openapi.json. */
  readonly contracts: readonly Contract[];
};

/** Needs of the HTTP layer itself; each function adds its own ports. */
export interface HttpDeps {
  readonly resolveCaller: CallerResolver;
  /** Called after every answer to an API key. */
  readonly countKeyUse: UsageCounter;
  /** Called after every answer. */
  readonly measure: RequestMeter;
  readonly clock: Clock;
  readonly idempotency: IdempotencyStore;
  readonly limiter: RateLimiter;
  /** Limits of each kind of caller. */
  readonly tiers: () => Promise<Tiers>;
  /** The one header that carries the client's address. */
  readonly clientAddressHeader: string;
  readonly logger: Logger;
  readonly corsOrigins: readonly string[];
  /** Base URL as clients reach it, for links in answers. */
  readonly publicUrl: string;
  /** The page that a problem's `type` refers to; its paragraphs are named by the codes. */
  readonly problemsUrl: string;
  /** Keeps work alive after the answer is sent; failures are logged. */
  readonly background: (work: Promise<unknown>) => void;
}
