import type { Tiers } from "../../limits/tier.ts";
import type { TierStore } from "../../ports/tier-store.ts";
import { callFunctionWithin, type ProjectClient } from "./client.ts";

const TIMEOUT_MS = 250;

/** Tiers in `rate_limit_tiers`. */
export function createSupabaseTierStore(client: ProjectClient): TierStore {
  return { read: () => callFunctionWithin<Tiers>(TIMEOUT_MS, client, "get_rate_limit_tiers") };
}
