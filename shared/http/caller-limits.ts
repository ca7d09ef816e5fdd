import { addressGroup } from "../limits/address-group.ts";
import type { Tier, Tiers } from "../limits/tier.ts";
import type { Caller } from "./callers.ts";
import { clientAddress } from "./client-address.ts";

/** The key that requests are counted under: an API key, a user, or an address. */
export function limitedKey(
  asking: Caller,
  headers: Headers,
  { clientAddressHeader }: { readonly clientAddressHeader: string },
): string {
  const caller = counted(asking);
  switch (caller.kind) {
    case "api_key":
      return `api_key:${caller.keyId}`;
    case "user":
    case "operator":
      return `user:${caller.userId}`;
    case "secret":
    case "cron":
      return caller.kind;
    case "anyone":
    case "anon":
      return `address:${addressOf(headers, clientAddressHeader)}`;
  }
}

/** The key that refused credentials are counted under: an address, apart from what it asks without any. */
export function refusedKey(
  headers: Headers,
  { clientAddressHeader }: { readonly clientAddressHeader: string },
): string {
  return `refused:${addressOf(headers, clientAddressHeader)}`;
}

/** Where no gateway says who asks, all who ask share one count. */
function addressOf(headers: Headers, header: string): string {
  const address = clientAddress(headers, header);
  return address === undefined ? "unknown" : addressGroup(address);
}

/** Limits of a caller: an API key is held to its own, everybody else to those of their kind. */
export async function tierOf(caller: Caller, tiers: () => Promise<Tiers>): Promise<Tier> {
  const held = counted(caller);
  const tier = (await tiers())[held.kind];
  return held.kind === "api_key" ? { ...tier, ...held.limits } : tier;
}

/** A test key costs nothing, so it has no count of its own: its calls are those of whoever has no credential. */
function counted(caller: Caller): Caller {
  return caller.kind === "api_key" && caller.environment === "test" ? { kind: "anyone" } : caller;
}
