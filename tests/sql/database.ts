import postgres, { type Sql, type TransactionSql } from "postgres";
import { afterAll, beforeAll } from "vitest";
import { type TestDatabase, testDatabase } from "../support/database.ts";
import { become, type Caller, SERVICE } from "./callers.ts";

const ROLL_BACK = Symbol("roll back");

/** A migrated database of the test file's own; `sql` is role postgres, up to `connections` at once. */
export class MigratedDatabase {
  #server: TestDatabase | undefined;
  #sql: Sql | undefined;

  constructor(connections = 1) {
    beforeAll(async () => {
      this.#server = await testDatabase();
      this.#sql = postgres(this.#server.url, { max: connections, onnotice: () => {} });
    });
    afterAll(async () => {
      await this.#sql?.end();
      await this.#server?.stop();
    });
  }

  get sql(): Sql {
    if (!this.#sql) throw new Error("The database is there only while tests run.");
    return this.#sql;
  }

  /** Runs a body in a transaction of which nothing stays. */
  async rolledBack<T>(body: (tx: TransactionSql) => Promise<T>): Promise<T> {
    let answer: T | undefined;
    await this.sql
      .begin(async (tx) => {
        answer = await body(tx);
        throw ROLL_BACK;
      })
      .catch((error: unknown) => {
        if (error !== ROLL_BACK) throw error;
      });
    return answer as T;
  }

  /** The same, as somebody. */
  as<T>(caller: Caller, body: (tx: TransactionSql) => Promise<T>): Promise<T> {
    return this.rolledBack(async (tx) => {
      await become(tx, caller);
      return body(tx);
    });
  }

  /** The same, as the service. */
  asService<T>(body: (tx: TransactionSql) => Promise<T>): Promise<T> {
    return this.as(SERVICE, body);
  }
}
