import type { KeyEnvironment } from "../../api-keys/key-text.ts";
import type {
  ApiKeyChanges,
  ApiKeyRecord,
  ApiKeySettings,
  ApiKeyStore,
  ApiKeyUsage,
  NewApiKey,
} from "../../ports/api-key-store.ts";
import { toActorRow } from "./actor-row.ts";
import { callFunction, type ProjectClient } from "./client.ts";

interface KeyRow {
  readonly id: string;
  readonly key_name: string;
  readonly description: string | null;
  readonly key_type: string;
  readonly environment: KeyEnvironment;
  readonly key_prefix: string;
  readonly scopes: readonly string[];
  readonly rate_limit_per_minute: number;
  readonly rate_limit_per_hour: number;
  readonly ip_allowlist: readonly string[];
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly is_active: boolean;
  readonly usage_count: number;
  readonly created_at: string;
  readonly updated_at: string;
  readonly expires_at: string | null;
  readonly revoked_at: string | null;
  readonly rotated_at: string | null;
  readonly last_used_at: string | null;
  readonly previous_valid_until: string | null;
}

/** Keys in the table `ml_api_keys`: each call is one SQL function, one transaction. */
export function createSupabaseApiKeyStore(client: ProjectClient): ApiKeyStore {
  const call = <T>(name: string, args: Readonly<Record<string, unknown>>) =>
    callFunction<T>(client, name, args);
  const optional = (row: KeyRow | null) => (row === null ? undefined : toRecord(row));
  return {
    issue: async (owner, key, maxKeys) =>
      optional(
        await call("issue_ml_api_key", {
          p_actor: toActorRow(owner),
          p_key: toRow(key),
          p_max_keys: maxKeys,
        }),
      ),
    get: async (userId, id) => optional(await call("get_ml_api_key", { p_user_id: userId, p_id: id })),
    async list(userId, { limit, after }) {
      const page = { p_user_id: userId, p_limit: limit, p_after: after ?? null };
      return (await call<KeyRow[]>("list_ml_api_keys", page)).map(toRecord);
    },
    edit: async (owner, id, changes) =>
      toRecord(
        await call("edit_ml_api_key", {
          p_actor: toActorRow(owner),
          p_id: id,
          p_changes: toRow(changes),
        }),
      ),
    rotate: async (owner, id, { hash, prefix }, graceSeconds) =>
      toRecord(
        await call("rotate_ml_api_key", {
          p_actor: toActorRow(owner),
          p_id: id,
          p_key_hash: hash,
          p_key_prefix: prefix,
          p_grace_seconds: graceSeconds,
        }),
      ),
    revoke: async (owner, id) =>
      toRecord(await call("revoke_ml_api_key", { p_actor: toActorRow(owner), p_id: id })),
    async usage(userId, id, { from, to }) {
      const query = { p_user_id: userId, p_id: id, p_from: from, p_to: to };
      return (await call<ApiKeyUsage[] | null>("get_api_key_usage", query)) ?? undefined;
    },
  };
}

/** Columns of what is given of a key: JSON leaves out what is undefined. */
function toRow(given: ApiKeyChanges & Partial<Omit<NewApiKey, keyof ApiKeySettings>>) {
  const { name, type, prefix, hash, ipAllowlist, isActive, expiresAt, ...same } = given;
  return {
    ...same,
    key_name: name,
    key_type: type,
    key_prefix: prefix,
    key_hash: hash,
    ip_allowlist: ipAllowlist,
    is_active: isActive,
    expires_at: expiresAt && new Date(expiresAt).toISOString(),
  };
}

function toRecord(row: KeyRow): ApiKeyRecord {
  return {
    id: row.id,
    name: row.key_name,
    description: row.description,
    type: row.key_type,
    environment: row.environment,
    prefix: row.key_prefix,
    scopes: row.scopes,
    limits: { perMinute: row.rate_limit_per_minute, perHour: row.rate_limit_per_hour },
    ipAllowlist: row.ip_allowlist,
    metadata: row.metadata,
    isActive: row.is_active,
    usageCount: row.usage_count,
    createdAt: Date.parse(row.created_at),
    updatedAt: Date.parse(row.updated_at),
    expiresAt: timeOf(row.expires_at),
    revokedAt: timeOf(row.revoked_at),
    rotatedAt: timeOf(row.rotated_at),
    lastUsedAt: timeOf(row.last_used_at),
    previousValidUntil: timeOf(row.previous_valid_until),
  };
}

function timeOf(text: string | null): number | undefined {
  return text === null ? undefined : Date.parse(text);
}
