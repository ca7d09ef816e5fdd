import { createClient, type SupabaseClient } from "@supabase/supabase-js";
import { inject } from "vitest";
import { WebSocket } from "ws";
import { createStack, type Stack, type StackOptions } from "../../supabase/local/create-stack.ts";
import { readProject } from "../../supabase/local/project-config.ts";
import { testDatabase } from "./database.ts";

/** A stack of the test's own on free ports and a temporary folder, with CPU limits enforced, on a copy of the migrated cluster. */
export async function testStack(options: Omit<StackOptions, "dataDir" | "databaseUrl"> = {}): Promise<Stack> {
  const project = options.project ?? readProject();
  const database = await testDatabase({ migrations: project.migrationsDir });
  const starting = createStack({ ...options, project, databaseUrl: database.superuserUrl });
  const stack = await starting.catch(async (error: unknown) => {
    await database.stop();
    throw error;
  });
  const stop = async () => {
    await stack.stop();
    await database.stop();
  };
  return { ...stack, stop, [Symbol.asyncDispose]: stop };
}

/** The stack that files share which leave alone what is not theirs: their symbols and users are nobody else's. */
export function sharedStack(): Pick<Stack, "url" | "keys" | "databaseUrl"> {
  return inject("sharedStack");
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
