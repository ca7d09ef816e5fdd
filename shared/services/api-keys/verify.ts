import { allows, type Scope } from "../../api-keys/scopes.ts";
import type {
  ApiKeyRefusal,
  ApiKeyVerdict,
  ApiKeyVerifier,
  VerifiedApiKey,
} from "../../ports/api-key-verifier.ts";

export const CHECK_CODES = [
  "VALID",
  "NOT_FOUND",
  "DISABLED",
  "EXPIRED",
  "FORBIDDEN_IP",
  "INSUFFICIENT_SCOPE",
  "RATE_LIMITED",
] as const;

export type KeyCheck =
  | { readonly code: "VALID"; readonly key: VerifiedApiKey }
  | { readonly code: ApiKeyRefusal | "INSUFFICIENT_SCOPE" | "RATE_LIMITED" };

/**
 * Verifies a key for somebody else's gateway. Who asks with a key of their own learns of the keys of its owner only: all
 * others are NOT_FOUND, or a text that was picked up somewhere could be tried out.
 */
export async function verifyKey(
  deps: {
    readonly verifyApiKey: ApiKeyVerifier;
    /** Takes a request from the key's limits; false where none is left. */
    readonly charge: (key: VerifiedApiKey) => Promise<boolean>;
  },
  question: {
    readonly text: string;
    readonly address: string | undefined;
    readonly scope: Scope | undefined;
    /** Undefined: whoever asks may learn of every key. */
    readonly ownerId: string | undefined;
  },
): Promise<KeyCheck> {
  const { text, address, scope, ownerId } = question;
  const verdict = await deps.verifyApiKey(text, address);
  if (ownerId !== undefined && ownerOfKey(verdict) !== ownerId) return { code: "NOT_FOUND" };
  if (verdict.code !== "VALID") return { code: verdict.code };
  if (scope !== undefined && !allows(verdict.key.scopes, scope)) return { code: "INSUFFICIENT_SCOPE" };
  return (await deps.charge(verdict.key)) ? verdict : { code: "RATE_LIMITED" };
}

function ownerOfKey(verdict: ApiKeyVerdict): string | undefined {
  return verdict.code === "VALID" ? verdict.key.userId : verdict.userId;
}
