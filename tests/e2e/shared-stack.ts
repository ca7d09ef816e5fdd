// A global setup of vitest: one running stack for all end-to-end tests that need none of their own.
import type { TestProject } from "vitest/node";
import { createStack, type Stack } from "../../supabase/local/create-stack.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Where it is, and what opens it. */
    sharedStack: Pick<Stack, "url" | "keys" | "databaseUrl">;
  }
}

let stack: Stack | undefined;

export async function setup(project: TestProject): Promise<void> {
  stack = await createStack();
  const { url, keys, databaseUrl } = stack;
  project.provide("sharedStack", { url, keys, databaseUrl });
}

export async function teardown(): Promise<void> {
  await stack?.stop();
}
