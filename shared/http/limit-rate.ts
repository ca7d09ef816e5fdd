import type { Context } from "hono";
import { createMiddleware } from "hono/factory";
import { Failure } from "../failure.ts";
import type { Limit, LimitState } from "../limits/limit.ts";
import { limitsOf } from "../limits/tier.ts";
import { limitedKey, tierOf } from "./caller-limits.ts";
import type { AppEnv } from "./env.ts";

/** What a request's cost may depend on. It is not validated yet: anything may be in it. */
export interface CostInput {
  /** The JSON body; undefined where there is none, or it cannot be read. */
  readonly body: unknown;
  readonly query: (name: string) => string | undefined;
}

/** What a route costs its caller, and what happens to it while nobody can count. */
export interface RouteLimit {
  /** Requests that one counts for: 1 where nothing is said. A caller's whole limit is the most that is charged. */
  readonly cost?: number | ((input: CostInput) => number);
  /** "open" lets callers through uncounted, "closed" answers 503. Reads are open and the rest closed where nothing is said. */
  readonly onFailure?: "open" | "closed";
}

/** What became of a request at the limiter, for the headers and the metrics. */
export interface LimitOutcome {
  readonly outcome: "allowed" | "limited" | "failed_open" | "failed_closed";
  readonly state?: LimitState;
  readonly limits: readonly Limit[];
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
      const outcome = await charge(c, limits, cost);
      const isOpen = onFailure === "open" && caller.kind !== "api_key";
      admit(c, outcome ?? { outcome: isOpen ? "failed_open" : "failed_closed", limits });
    }
    await next();
  });
}

/** Undefined where the counters cannot be reached in time. */
async function charge(
  c: Context<AppEnv>,
  limits: readonly Limit[],
  cost: NonNullable<RouteLimit["cost"]>,
): Promise<LimitOutcome | undefined> {
  const { caller, http } = c.var;
  const wanted = typeof cost === "number" ? cost : cost(await costInput(c));
  const most = Math.min(...limits.map(({ limit }) => limit));
  const charged = Math.min(Math.max(1, Math.ceil(wanted) || 1), most);
  try {
    const { pending, ...state } = await http.limiter.take(
      limitedKey(caller, c.req.raw.headers, http),
      limits,
      charged,
    );
    http.background(pending);
    return { outcome: state.allowed ? "allowed" : "limited", state, limits };
  } catch (error) {
    http.logger.error("rate_limiter_failed", error, {
      limiter: http.limiter.kind,
      request_id: c.var.requestId,
    });
    return undefined;
  }
}

function admit(c: Context<AppEnv>, outcome: LimitOutcome): void {
  c.set("rateLimit", outcome);
  if (outcome.outcome === "failed_closed") {
    throw new Failure("unavailable", "Requests cannot be counted right now, so this one is not let through.");
  }
  if (outcome.outcome === "limited") {
    const retryAfterMs = outcome.state!.resetMs;
    throw new Failure("rate_limited", "Too many requests: wait as long as Retry-After says.", {
      retryAfterMs,
    });
  }
}

async function costInput(c: Context<AppEnv>): Promise<CostInput> {
  const isJson = c.req.header("content-type")?.includes("json") ?? false;
  const body = isJson ? await c.req.json().catch(() => undefined) : undefined;
  return { body, query: (name) => c.req.query(name) };
}
