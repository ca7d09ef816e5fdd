import { createApp } from "../../functions/api-keys/app.ts";
import type { ApiKeyStore, ApiKeyUsage } from "../../shared/ports/api-key-store.ts";
import type { RateLimiter } from "../../shared/ports/rate-limiter.ts";
import { verifyTestKey } from "./api-keys.ts";
import { signTestToken, TEST_PUBLISHABLE_KEY, TEST_USER_ID, testHttpDeps } from "./http-deps.ts";
import { createMemoryApiKeyStore } from "./memory/api-key-store.ts";

/** Of one user. */
export const MAX_KEYS = 3;

export async function userHeaders(userId = TEST_USER_ID): Promise<Record<string, string>> {
  return {
    apikey: TEST_PUBLISHABLE_KEY,
    authorization: `Bearer ${await signTestToken({}, { userId })}`,
  };
}

interface Changes {
  /** Outcomes of the store's acts, where the test gives them. */
  readonly outcomes?: (keys: ApiKeyStore) => Partial<ApiKeyStore>;
  readonly limiter?: RateLimiter;
}

/** The function that manages keys, over stores in memory. */
export function apiKeysApp({ limiter, outcomes }: Changes = {}) {
  const http = testHttpDeps();
  const usage: Record<string, ApiKeyUsage[]> = {};
  const keys = createMemoryApiKeyStore(http.clock, usage);
  const app = createApp({
    ...http,
    keys: { ...keys, ...outcomes?.(keys) },
    verifyApiKey: verifyTestKey,
    maxKeysPerUser: MAX_KEYS,
    ...(limiter && { limiter }),
  });

  /** Asks as a user, unless other headers are given. */
  async function call(method: string, path = "", body?: unknown, headers?: Record<string, string>) {
    const answer = await app.request(`/api-keys${path}`, {
      method,
      headers: { ...(headers ?? (await userHeaders())), "content-type": "application/json" },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return { status: answer.status, headers: answer.headers, body: await answer.json() };
  }
  return { http, keys, usage, app, call };
}
