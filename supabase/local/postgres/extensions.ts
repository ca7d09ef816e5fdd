import { readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Sql } from "postgres";

const FOLDER = join(import.meta.dirname, "extensions");

/**
 * Puts SQL-only stand-ins of the platform's extensions (pg_cron, pg_net, supabase_vault) where the server looks for
 * extensions, so that `create extension` in a migration works as it does on the platform. An extension that the server
 * brings itself is left alone. Needs a superuser's connection and a server on this machine.
 */
export async function installExtensions(superuser: Sql): Promise<void> {
  const [row] = await superuser`select setting as "shareDir" from pg_config where name = 'SHAREDIR'`;
  const target = join(row?.shareDir, "extension");
  const present = await superuser<{ name: string; comment: string }[]>`
    select name, comment from pg_available_extensions`;
  for (const name of standIns()) {
    const real = present.some(
      (extension) => extension.name === name && !extension.comment.endsWith("stand-in)"),
    );
    if (!real) copyExtension(name, target);
  }
}

function standIns(): string[] {
  const controls = readdirSync(FOLDER).filter((file) => file.endsWith(".control"));
  return controls.map((file) => file.slice(0, -".control".length));
}

function copyExtension(name: string, target: string): void {
  for (const file of readdirSync(FOLDER).filter((file) => file.startsWith(name))) {
    const wanted = readFileSync(join(FOLDER, file), "utf8");
    try {
      // Renamed into place: servers that start meanwhile read the same folder, and never half a file.
      const draft = join(target, `${file}.${process.pid}`);
      writeFileSync(draft, wanted);
      renameSync(draft, join(target, file));
    } catch (cause) {
      throw new Error(`The server lacks the extension ${name}, and ${target} cannot be written.`, { cause });
    }
  }
}

/** True where a schema's function is ours in SQL, with a part of the stack to do the work, and not the extension's own in C. */
export async function isStandIn(superuser: Sql, schema: string, name: string): Promise<boolean> {
  const [row] = await superuser`
    select bool_or(language.lanname <> 'c') as "isStandIn"
    from pg_proc join pg_namespace namespace on namespace.oid = pronamespace
      join pg_language language on language.oid = prolang
    where nspname = ${schema} and proname = ${name}`;
  return row?.isStandIn === true;
}
