import { createClient } from "@supabase/supabase-js";
import { createBoundedFetch } from "./bounded-fetch.ts";
import type { ProjectClient } from "./client.ts";

const NO_SESSION = { auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false } };

/** A client that acts as the signed-in user whose token it carries: row level security decides what it sees. */
export function createUserClient(
  config: {
    readonly supabaseUrl: string;
    readonly publishableKeys: Readonly<Record<string, string>>;
  },
  token: string,
): ProjectClient {
  const key = config.publishableKeys.default ?? Object.values(config.publishableKeys)[0];
  if (key === undefined) throw new Error("SUPABASE_PUBLISHABLE_KEYS holds no key.");
  return createClient(config.supabaseUrl, key, {
    ...NO_SESSION,
    global: { fetch: createBoundedFetch(), headers: { authorization: `Bearer ${token}` } },
  });
}
