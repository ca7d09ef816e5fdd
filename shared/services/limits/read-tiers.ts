import { DEFAULT_TIERS, type Tiers } from "../../limits/tier.ts";
import type { Clock } from "../../ports/clock.ts";
import type { TierStore } from "../../ports/tier-store.ts";

const FRESH_MS = 60_000;
const RETRY_MS = 5_000;

/**
 * Reads the tiers once a minute. The first caller of an isolate waits for them; later ones get those known while they are
 * read again. Where they cannot be read, the last ones known go on, or the defaults: `onError` hears of it.
 */
export function createTierReader(
  { tierStore, clock }: { readonly tierStore: TierStore; readonly clock: Clock },
  onError: (error: unknown) => void,
): () => Promise<Tiers> {
  let known: Tiers | undefined;
  let readAgainAt = Number.NEGATIVE_INFINITY;
  let reading: Promise<Tiers> | undefined;

  async function read(): Promise<Tiers> {
    try {
      known = await tierStore.read();
      readAgainAt = clock.elapsed() + FRESH_MS;
    } catch (error) {
      onError(error);
      readAgainAt = clock.elapsed() + RETRY_MS;
    }
    reading = undefined;
    return known ?? DEFAULT_TIERS;
  }

  return async function tiers() {
    if (clock.elapsed() < readAgainAt) return known ?? DEFAULT_TIERS;
    reading ??= read();
    return known ?? reading;
  };
}
