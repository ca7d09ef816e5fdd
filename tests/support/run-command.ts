import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import type { Stack } from "../../supabase/local/create-stack.ts";
import { denoBinary } from "../../supabase/local/functions/deno-binary.ts";

const PERMISSIONS = ["--cached-only", "--no-check", "--allow-net", "--allow-read", "--allow-env"];

export interface CommandOutcome {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs one of the commands of supabase/tools against a stack, on Deno as its npm script does. */
export async function runCommand(
  { url, keys }: Pick<Stack, "url" | "keys">,
  name: "import.ts" | "train.ts" | "worker.ts",
  flags: readonly string[],
): Promise<CommandOutcome> {
  const script = join(import.meta.dirname, "../../supabase/tools", name);
  const connection = ["--url", url, "--key", keys.secret];
  const child = spawn(denoBinary(), ["run", ...PERMISSIONS, script, ...flags, ...connection], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [stdout, stderr, [exitCode]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "exit"),
  ]);
  return { exitCode, stdout, stderr };
}
