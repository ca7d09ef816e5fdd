import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const PROJECT_ROOT = fileURLToPath(new URL("../../..", import.meta.url));

/**
 * Runs `npm ci` in a folder with a package-lock.json of its own, unless its node_modules holds what that names.
 *
 * @param {string} folder from the project's root; "." is the root itself
 * @throws {Error} where npm could not install
 */
export function installPackages(folder) {
  const path = join(PROJECT_ROOT, folder);
  if (isInstalled(path)) return;
  const place = folder === "." ? "" : ` of ${folder}`;
  console.error(`Installing packages${place} (npm ci), once for each change of package-lock.json ...`);
  // Under npm, the npm that runs: the one on the PATH may be of another version.
  const npm = process.env.npm_execpath;
  const [program, args] = npm ? [process.execPath, [npm, "ci"]] : ["npm", ["ci"]];
  const { status } = spawnSync(program, args, { cwd: path, stdio: "inherit", shell: program === "npm" });
  if (status !== 0) throw new Error(`The packages${place} could not be installed.`);
}

/** npm keeps what it has installed in a lock file of its own; packages for other platforms are not in it. */
function isInstalled(path) {
  const installedLock = join(path, "node_modules", ".package-lock.json");
  if (!existsSync(installedLock)) return false;
  const wanted = packagesOf(join(path, "package-lock.json"));
  const installed = packagesOf(installedLock);
  return Object.entries(wanted).every(
    ([name, { version, optional }]) =>
      name === "" || (installed[name] ? installed[name].version === version : optional === true),
  );
}

/** @returns {Record<string, { version: string, optional?: boolean }>} */
function packagesOf(lockFile) {
  return JSON.parse(readFileSync(lockFile, "utf8")).packages;
}
