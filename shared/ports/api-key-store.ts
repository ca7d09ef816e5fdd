import type { KeyEnvironment } from "../api-keys/key-text.ts";
import type { Actor } from "./actor.ts";
import type { ApiKeyLimits } from "./api-key-verifier.ts";

/** The user who changes keys, their own ones. */
export type KeyOwner = Actor & { readonly kind: "user" | "operator"; readonly id: string };

/** An owner's choices for a key, when it is issued and later. */
export interface ApiKeySettings {
  readonly name: string;
  /** Notes about it; null = none. */
  readonly description: string | null;
  /** Scopes of GRANTABLE_SCOPES. */
  readonly scopes: readonly string[];
  /** Addresses and networks that it may be used from; none = anywhere. */
  readonly ipAllowlist: readonly string[];
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** The stored part of a key's text. */
export interface ApiKeyText {
  readonly hash: string;
  readonly prefix: string;
}

export interface NewApiKey extends ApiKeySettings, ApiKeyText {
  readonly type: string;
  readonly environment: KeyEnvironment;
  /** Epoch milliseconds. */
  readonly expiresAt: number | undefined;
}

export interface ApiKeyRecord extends ApiKeySettings {
  readonly id: string;
  readonly type: string;
  readonly environment: KeyEnvironment;
  readonly prefix: string;
  readonly limits: ApiKeyLimits;
  readonly isActive: boolean;
  readonly usageCount: number;
  /** Times are epoch milliseconds. */
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly expiresAt: number | undefined;
  readonly revokedAt: number | undefined;
  readonly rotatedAt: number | undefined;
  readonly lastUsedAt: number | undefined;
  /** Until when the text before the last rotation works, or worked. */
  readonly previousValidUntil: number | undefined;
}

/** Members that are undefined stay as they are. */
export type ApiKeyChanges = { readonly [K in keyof ApiKeySettings]?: ApiKeySettings[K] | undefined } & {
  readonly isActive?: boolean;
};

/** Calls of one key on one day, to one endpoint, with one status. */
export interface ApiKeyUsage {
  /** UTC, YYYY-MM-DD. */
  readonly day: string;
  /** Method and path of the route. */
  readonly endpoint: string;
  readonly status: number;
  readonly calls: number;
}

/**
 * The lasting record of keys, as their owners manage it. A key of somebody else is as unknown as one that does not exist:
 * undefined when read, Failure not_found when changed. Each change leaves a row in the audit log.
 */
export interface ApiKeyStore {
  /** Undefined when the owner holds `maxKeys` already, revoked ones not counted; also under a race. */
  issue(owner: KeyOwner, key: NewApiKey, maxKeys: number): Promise<ApiKeyRecord | undefined>;
  get(userId: string, id: string): Promise<ApiKeyRecord | undefined>;
  /** Newest first, from after the key `after` on. */
  list(userId: string, page: { limit: number; after: string | undefined }): Promise<ApiKeyRecord[]>;
  /** Throws Failure conflict for a revoked key, as `rotate` does. */
  edit(owner: KeyOwner, id: string, changes: ApiKeyChanges): Promise<ApiKeyRecord>;
  /** The text until now works for `graceSeconds` more. Throws Failure conflict for an expired key too. */
  rotate(owner: KeyOwner, id: string, text: ApiKeyText, graceSeconds: number): Promise<ApiKeyRecord>;
  revoke(owner: KeyOwner, id: string): Promise<ApiKeyRecord>;
  /** Days from `from` to `to`, both included. */
  usage(userId: string, id: string, days: { from: string; to: string }): Promise<ApiKeyUsage[] | undefined>;
}
