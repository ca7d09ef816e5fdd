import type { Context } from "hono";
import { createMiddleware } from "hono/factory";
import type { Limit } from "../limits/limit.ts";
import { limitsOf } from "../limits/tier.ts";
import { limitedKey, tierOf } from "./caller-limits.ts";
import { charge } from "./charge.ts";
import type { AppEnv } from "./env.ts";

/** The part of a request that its cost may depend on. It is not validated yet: anything may be in it. */
export interface CostInput {
  /** The JSON body; undefined where there is none, or it cannot be read. */
  readonly body: unknown;
  readonly query: (name: string) => string | undefined;
}

/** Cost of a route to its caller, and what happens to it while nobody can count. */
export interface RouteLimit {
  /** Requests that one counts for: 1 where nothing is said. A caller's whole limit is the most that is charged. */
  readonly cost?: number | ((input: CostInput) => number);
  /** "open" lets callers through uncounted, "closed" answers 503. Reads are open and the rest closed where nothing is said. */
  readonly onFailure?: "open" | "closed";
}

/** A route's limit with nothing left unsaid. */
export function resolveLimit({ cost = 1, onFailure }: RouteLimit = {}, method: string): Required<RouteLimit> {
  return { cost, onFailure: onFailure ?? (method === "get" ? "open" : "closed") };
}

/** Charges the caller, and refuses with 429 what is over a limit. API keys are never let through uncounted. */
export function limitRate({ cost, onFailure }: Required<RouteLimit>) {
  return createMiddleware<AppEnv>(async function limitRateMiddleware(c, next) {
    const { caller, http } = c.var;
    const limits = limitsOf(await tierOf(caller, http.tiers));
    if (limits.length > 0) {
      const key = limitedKey(caller, c.req.raw.headers, http);
      const isOpen = onFailure === "open" && caller.kind !== "api_key";
      await charge(c, key, limits, { cost: await costOf(c, cost, limits), isOpen });
    }
    await next();
  });
}

/** A caller's whole limit is the most that a request can cost. */
async function costOf(
  c: Context<AppEnv>,
  cost: NonNullable<RouteLimit["cost"]>,
  limits: readonly Limit[],
): Promise<number> {
  const wanted = typeof cost === "number" ? cost : cost(await costInput(c));
  const most = Math.min(...limits.map(({ limit }) => limit));
  return Math.min(Math.max(1, Math.ceil(wanted) || 1), most);
}

async function costInput(c: Context<AppEnv>): Promise<CostInput> {
  const isJson = c.req.header("content-type")?.includes("json") ?? false;
  const body = isJson ? await c.req.json().catch(() => undefined) : undefined;
  return { body, query: (name) => c.req.query(name) };
}
