import type { Sql, TransactionSql } from "postgres";

/** A transaction in which every name that the catalogue prints is qualified, but those of Postgres itself. */
export type Catalogue = TransactionSql;

/** Schemas that the migrations make or fill. */
export const OUR_SCHEMAS = ["public", "private", "internal"] as const;

/** Runs a body on one state of the catalogue. */
export async function readCatalogue<T>(sql: Sql, body: (catalogue: Catalogue) => Promise<T>): Promise<T> {
  const answer = await sql.begin("isolation level repeatable read read only", async (tx) => {
    await tx`set local search_path = ''`;
    return body(tx);
  });
  return answer as T;
}
