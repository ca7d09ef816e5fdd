import type { ApiKeyUsageLog } from "../../ports/api-key-usage-log.ts";
import { callFunction, type ProjectClient } from "./client.ts";

/** Usage in batches, which a job sums up in the table `ml_api_key_usage`. */
export function createSupabaseApiKeyUsageLog(client: ProjectClient): ApiKeyUsageLog {
  return {
    async record(batchId, calls) {
      await callFunction<null>(client, "record_api_key_usage", {
        p_batch_id: batchId,
        p_calls: calls.map(({ keyId, lastUsedAt, ...counted }) => ({
          ...counted,
          api_key_id: keyId,
          last_used_at: new Date(lastUsedAt).toISOString(),
        })),
      });
    },
  };
}
