// Installs what a command needs, then becomes it: node supabase/local/install/run.mjs [--with=<folder>]... <command> [<arguments>]
//
// The command is a TypeScript file of the project or a program of its packages; without one, this only installs.
// --with names a folder whose packages the command needs beside the project's own. Nothing may import a package here
// before the install, and Node 20 has to run it.
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { delimiter, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { installPackages, PROJECT_ROOT } from "./install-packages.mjs";

const FORWARDED = ["SIGTERM", "SIGHUP"];
const [folders, [command, ...args]] = readArguments(process.argv.slice(2));

try {
  for (const folder of [".", ...folders]) installPackages(folder);
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
if (command?.endsWith(".ts")) await runModule(resolve(command), args);
else if (command) runProgram(command, args);

/** @returns {[folders: string[], command: string[]]} */
function readArguments(words) {
  const first = words.findIndex((word) => !word.startsWith("--with="));
  const end = first < 0 ? words.length : first;
  return [words.slice(0, end).map((word) => word.slice("--with=".length)), words.slice(end)];
}

/** In this process, so that signals and the exit code are the module's own. */
async function runModule(path, args) {
  const { register } = await import("tsx/esm/api");
  register();
  process.argv = [process.execPath, path, ...args];
  await import(pathToFileURL(path).href);
}

/** Ends as the program ends. A Ctrl-C reaches the program by itself, as part of the terminal's group. */
function runProgram(name, args) {
  const bin = join(PROJECT_ROOT, "node_modules", ".bin");
  const env = { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}` };
  const program = name === "deno" ? denoBinary() : name;
  const child = spawn(program, args, { stdio: "inherit", env, shell: process.platform === "win32" });
  process.on("SIGINT", () => {});
  for (const signal of FORWARDED) process.on(signal, () => child.kill(signal));
  child.on("error", (error) => {
    console.error(`${name}: ${error.message}`);
    process.exit(127);
  });
  child.on("exit", (code, signal) => {
    if (signal) process.removeAllListeners(signal).kill(process.pid, signal);
    else process.exit(code ?? 1);
  });
}

/** Deno itself: the package's own command waits for it without hearing signals. */
function denoBinary() {
  return createRequire(import.meta.url)("deno/install_api.cjs").runInstall();
}
