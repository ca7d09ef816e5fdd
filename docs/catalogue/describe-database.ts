import type { Sql } from "postgres";
import { describeFunctions } from "./functions.ts";
import { readCatalogue } from "./read.ts";
import { describeCronJobs, describeSchemas } from "./schemas.ts";
import { describeTables } from "./tables.ts";
import { describeTypes, describeViews, refuseUntold } from "./views-and-types.ts";

const HEADER =
  "-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.\n\n";

/**
 * A migrated database as files of SQL, by their names: one an object, told as its migration would be written today.
 * Objects of `public` bear their bare names, others their schema's too; functions of one name share a file.
 *
 * Within a table's file: columns in their order; constraints (primary key, unique, foreign keys, checks, each by name);
 * comments; indexes, triggers by name; policies by verb; grants; rows that the migrations put there.
 */
export async function describeDatabase(sql: Sql): Promise<Map<string, string>> {
  return await readCatalogue(sql, async (catalogue) => {
    await refuseUntold(catalogue);
    const objects: [name: string, text: string][] = [
      ["schemas", await describeSchemas(catalogue)],
      ...(await describeTypes(catalogue)),
      ...(await describeTables(catalogue)),
      ...(await describeViews(catalogue)),
      ...(await describeFunctions(catalogue)),
      ...(await describeCronJobs(catalogue)),
    ];
    const files = new Map<string, string>();
    for (const [name, text] of objects) {
      const file = `${name.replace(/^public\./, "")}.sql`;
      files.set(file, `${files.has(file) ? `${files.get(file)}\n` : HEADER}${text}\n`);
    }
    return files;
  });
}
