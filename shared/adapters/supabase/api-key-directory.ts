import type { KeyEnvironment } from "../../api-keys/key-text.ts";
import type { ApiKeyDirectory, ApiKeyRefusal } from "../../ports/api-key-verifier.ts";
import { callFunction, type ProjectClient } from "./client.ts";

type VerdictRow =
  | {
      readonly code: "VALID";
      readonly key_id: string;
      readonly user_id: string;
      readonly key_name: string;
      readonly environment: KeyEnvironment;
      readonly scopes: readonly string[];
      readonly rate_limit_per_minute: number;
      readonly rate_limit_per_hour: number;
      readonly expires_at: string | null;
      readonly metadata: Readonly<Record<string, unknown>>;
    }
  | { readonly code: ApiKeyRefusal; readonly user_id: string | null };

/** Keys in the table `ml_api_keys`. */
export function createSupabaseApiKeyDirectory(client: ProjectClient): ApiKeyDirectory {
  return {
    async validate(hash, address) {
      const [row] = await callFunction<[VerdictRow]>(client, "validate_ml_api_key", {
        p_key_hash: hash,
        p_address: address ?? null,
      });
      if (row.code !== "VALID") return { code: row.code, userId: row.user_id ?? undefined };
      return {
        code: row.code,
        key: {
          keyId: row.key_id,
          userId: row.user_id,
          name: row.key_name,
          scopes: row.scopes,
          environment: row.environment,
          limits: { perMinute: row.rate_limit_per_minute, perHour: row.rate_limit_per_hour },
          metadata: row.metadata,
          expiresAt: row.expires_at ?? undefined,
        },
      };
    },
  };
}
