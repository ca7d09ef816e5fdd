// A stack in a process of its own, for tests that kill it: `run-stack.ts <data folder> <config.toml>` writes where it is
// to stdout when ready, and its log to stderr.
import process from "node:process";
import { createStack } from "../../supabase/local/create-stack.ts";
import { readProject } from "../../supabase/local/project-config.ts";

const [, , dataDir = "", configPath = ""] = process.argv;
const { url, keys, databaseUrl, stop } = await createStack({
  dataDir,
  project: readProject(configPath),
  log: (source, line) => console.error(`${source} ${line}`),
});
process.once("SIGTERM", stop);
console.log(JSON.stringify({ url, keys, databaseUrl }));
