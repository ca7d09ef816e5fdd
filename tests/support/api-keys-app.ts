import { createApp } from "../../functions/api-keys/app.ts";
import type { ApiKeyStore, ApiKeyUsage } from "../../shared/ports/api-key-store.ts";
import type { RateLimiter } from "../../shared/ports/rate-limiter.ts";
import { verifyTestKey } from "./api-keys.ts";
import { signTestToken, TEST_PUBLISHABLE_KEY, TEST_USER_ID, testHttpDeps } from "./http-deps.ts";
import { createMemoryApiKeyStore } from "./memory/api-key-store.ts";

/** Of one user. */
export const MAX_KEYS = 3;

export const OTHER_USER_ID = "8a1c7ba8-7a0f-4d8c-8f0e-0c2e1b5f3a88";
/** Id that no key has. */
export const UNKNOWN_ID = "5a1c7ba8-7a0f-4d8c-8f0e-0c2e1b5f3a99";
/** The least that a new key needs. */
export const NEW_KEY = { name: "bot", scopes: ["predict:read"] };

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
  /** Issues a key and answers it as its owner is shown it. */
  const issue = async (changes: object = {}) => (await call("POST", "", { ...NEW_KEY, ...changes })).body;
  return { http, keys, usage, app, call, issue };
}
