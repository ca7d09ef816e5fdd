// npm run bench [-- <name> ...]: runs the named benchmarks of this folder (all when none is named), one after the other.
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";

const SUFFIX = ".bench.ts";

const NODE = [process.execPath, "--import", "tsx"];
/** The Edge Functions' own engine. */
const DENO = ["npx", "deno", "run", "--no-prompt", "--cached-only", "-A"];

/** Node, but for what is compared with programs outside; native add-ons (tulind) load in Node alone. */
const ENGINES: Readonly<Record<string, readonly string[][]>> = {
  slicing: [DENO],
  training: [DENO],
  features: [DENO],
  indicators: [DENO, NODE],
};

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
  const file = join(import.meta.dirname, name + SUFFIX);
  return (ENGINES[name] ?? [NODE]).every((engine) => {
    console.log(`\n## ${name}, in ${engine === DENO ? "Deno" : `Node ${process.version}`}\n`);
    const [command, ...flags] = engine;
    return spawnSync(command!, [...flags, file], { stdio: "inherit" }).status === 0;
  });
}
