import type { Tiers } from "../limits/tier.ts";

/** The tiers as an operator has set them. */
export interface TierStore {
  read(): Promise<Tiers>;
}
