import type { Context } from "hono";
import { Failure } from "../failure.ts";
import type { Limit } from "../limits/limit.ts";
import type { AppEnv } from "./env.ts";
import type { LimitOutcome } from "./limit-outcome.ts";

/**
 * Charges a request to a key, and refuses with 429 what is over a limit. While the counters cannot be reached in time
 * the request passes uncounted where it `isOpen`, else it is refused with 503.
 */
export async function charge(
  c: Context<AppEnv>,
  key: string,
  limits: readonly Limit[],
  { cost, isOpen }: { readonly cost: number; readonly isOpen: boolean },
): Promise<void> {
  const counted = await take(c, key, limits, cost);
  const outcome = counted ?? { outcome: isOpen ? "failed_open" : "failed_closed", limits };
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

/** Undefined where the counters cannot be reached in time. */
async function take(
  c: Context<AppEnv>,
  key: string,
  limits: readonly Limit[],
  cost: number,
): Promise<LimitOutcome | undefined> {
  const { http } = c.var;
  try {
    const { pending, ...state } = await http.limiter.take(key, limits, cost);
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
