import type { KeyEnvironment } from "../api-keys/key-text.ts";

/** A key that may be used, as a request's caller. */
export interface VerifiedApiKey {
  readonly keyId: string;
  /** The user who owns it. */
  readonly userId: string;
  readonly scopes: readonly string[];
  readonly environment: KeyEnvironment;
  readonly limits: ApiKeyLimits;
  readonly name: string;
  readonly metadata: Readonly<Record<string, unknown>>;
  /** When this text of the key stops working, ISO 8601; after a rotation the old text ends before the new one. */
  readonly expiresAt: string | undefined;
}

/** Calls that a key may make. */
export interface ApiKeyLimits {
  readonly perMinute: number;
  readonly perHour: number;
}

/** Why a key is refused. A key that was revoked is disabled for good. */
export type ApiKeyRefusal = "NOT_FOUND" | "DISABLED" | "EXPIRED" | "FORBIDDEN_IP";

export type ApiKeyVerdict =
  | { readonly code: "VALID"; readonly key: VerifiedApiKey }
  | {
      readonly code: ApiKeyRefusal;
      /** The owner of a key that exists. */
      readonly userId?: string | undefined;
    };

/** Verifies a key's text, sent from an address (undefined where that is not known). */
export type ApiKeyVerifier = (text: string, address: string | undefined) => Promise<ApiKeyVerdict>;

/** The lasting record of keys, asked by the SHA-256 of a key's text in hexadecimal; one round trip. */
export interface ApiKeyDirectory {
  validate(hash: string, address: string | undefined): Promise<ApiKeyVerdict>;
}
