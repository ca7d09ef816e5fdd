// Run first by every command: `npm ci`, unless node_modules holds what package-lock.json names.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));

/** npm keeps what it has installed in a lock file of its own; packages for other platforms are not in it. */
function isInstalled() {
  const installedLock = join(ROOT, "node_modules", ".package-lock.json");
  if (!existsSync(installedLock)) return false;
  const wanted = packagesOf(join(ROOT, "package-lock.json"));
  const installed = packagesOf(installedLock);
  return Object.entries(wanted).every(
    ([path, { version, optional }]) =>
      path === "" || (installed[path] ? installed[path].version === version : optional === true),
  );
}

/** @returns {Record<string, { version: string, optional?: boolean }>} */
function packagesOf(lockFile) {
  return JSON.parse(readFileSync(lockFile, "utf8")).packages;
}

if (!isInstalled()) {
  console.log("Installing packages (npm ci), once for each change of package-lock.json ...");
  // Under npm, the npm that runs: the one on the PATH may be of another version.
  const npm = process.env.npm_execpath;
  const [program, args] = npm ? [process.execPath, [npm, "ci"]] : ["npm", ["ci"]];
  const { status } = spawnSync(program, args, { cwd: ROOT, stdio: "inherit", shell: program === "npm" });
  if (status !== 0) process.exit(status ?? 1);
}
