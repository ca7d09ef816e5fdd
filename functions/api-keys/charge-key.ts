import { Failure } from "../../shared/failure.ts";
import { limitedKey, tierOf } from "../../shared/http/caller-limits.ts";
import { callerWith } from "../../shared/http/callers.ts";
import type { HttpDeps } from "../../shared/http/env.ts";
import { limitsOf } from "../../shared/limits/tier.ts";
import type { VerifiedApiKey } from "../../shared/ports/api-key-verifier.ts";

/**
 * Takes one request from a key's limits, as a call with the key does; false where none is left. A test key has no limits
 * of its own to take from. Throws Failure unavailable while nobody can count.
 */
export async function chargeKey(http: HttpDeps, key: VerifiedApiKey): Promise<boolean> {
  if (key.environment === "test") return true;
  const caller = callerWith(key);
  const limits = limitsOf(await tierOf(caller, http.tiers));
  try {
    const { allowed, pending } = await http.limiter.take(limitedKey(caller, new Headers(), http), limits, 1);
    http.background(pending);
    return allowed;
  } catch (cause) {
    throw new Failure("unavailable", "Requests cannot be counted right now.", { cause });
  }
}
