import { createClient, type SupabaseClient } from "@supabase/supabase-js";
import { WebSocket } from "ws";
import { createStack, type Stack, type StackOptions } from "../../supabase/local/create-stack.ts";

/** A stack of the test's own on free ports and a temporary folder, with CPU limits enforced. */
export function testStack(options: StackOptions = {}): Promise<Stack> {
  return createStack(options);
}

/** A client of a stack; the publishable key when no other is given. */
export function clientOf(stack: Pick<Stack, "url" | "keys">, key = stack.keys.publishable): SupabaseClient {
  return createClient(stack.url, key, {
    auth: { persistSession: false, autoRefreshToken: false },
    // Node 20 has no WebSocket of its own.
    realtime: { transport: WebSocket as never },
  });
}

/** A client that a new user is signed in with. */
export async function signedUp(stack: Pick<Stack, "url" | "keys">, name: string): Promise<SupabaseClient> {
  const client = clientOf(stack);
  const { error } = await client.auth.signUp({ email: `${name}@edgewise.test`, password: "correct horse" });
  if (error) throw error;
  return client;
}
