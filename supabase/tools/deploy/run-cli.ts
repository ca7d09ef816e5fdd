import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import { PROJECT_ROOT } from "../../local/project-config.ts";

export interface CliRun {
  readonly exitCode: number;
  /** Both streams as they came. */
  readonly output: string;
  /** The lines that warn: the CLI goes on after a missing file and deploys a function that cannot start. */
  readonly warnings: readonly string[];
}

export interface CliOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Takes the output as it comes, for somebody who watches. */
  readonly onOutput?: (chunk: string) => void;
}

/** Runs the Supabase CLI that cli/package.json pins, without a terminal. */
export function runCli(args: readonly string[], { env = {}, onOutput }: CliOptions = {}): Promise<CliRun> {
  const { resolve } = createRequire(join(PROJECT_ROOT, "supabase/tools/cli/package.json"));
  const program = resolve("supabase/dist/supabase.js");
  const child = spawn(process.execPath, [program, ...args], {
    cwd: PROJECT_ROOT,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (chunk: string) => {
      output += chunk;
      onOutput?.(chunk);
    });
  }
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => {
      const warnings = output.split("\n").filter((line) => /\bWARN(ING)?\b/i.test(line));
      resolve({ exitCode: code ?? 1, output, warnings });
    });
  });
}
