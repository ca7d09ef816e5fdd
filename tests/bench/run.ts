// npm run bench [-- <name> ...]: runs the named benchmarks of this folder (all when none is named), one after the other.
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";

const SUFFIX = ".bench.ts";

/** Benchmarks of what runs in Edge Functions and is compared with programs outside: in the Edge Functions' own engine. */
const IN_DENO = new Set(["training"]);
const DENO = ["npx", "deno", "run", "--no-prompt", "--cached-only", "-A"];

const known = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith(SUFFIX))
  .map((file) => file.slice(0, -SUFFIX.length));
const named = process.argv.slice(2);
const unknown = named.filter((name) => !known.includes(name));

if (unknown.length > 0) {
  console.error(`There is no benchmark ${unknown.join(", ")}: there are ${known.join(", ")}.`);
  process.exitCode = 1;
} else {
  for (const name of named.length > 0 ? named : known) if (!run(name)) process.exitCode = 1;
}

/** In a process of its own: what one benchmark has made warm or full is none of the next one's business. */
function run(name: string): boolean {
  console.log(`\n## ${name}\n`);
  const file = join(import.meta.dirname, name + SUFFIX);
  const [command, ...flags] = IN_DENO.has(name) ? DENO : [process.execPath, "--import", "tsx"];
  return spawnSync(command!, [...flags, file], { stdio: "inherit" }).status === 0;
}
