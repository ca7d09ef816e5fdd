import type { ConnectionContextOptions, VarsContext } from "@supabase/lite";
import { PostgresConnection } from "@supabase/lite/postgres";
import { asRefusal } from "./database-refusal.ts";
import { SessionPool } from "./session-pool.ts";

const STATEMENT_TIMEOUT_MS = 8_000;
const ANON_STATEMENT_TIMEOUT_MS = 3_000;
const MAX_SESSIONS = 20;
/** A server that is down or starts is not waited for: whoever asks is told to come again. */
const CONNECT_TIMEOUT_S = 2;

/** @supabase/lite hands JSON over as text, which its driver would wrap into JSON once more. */
const jsonOnce = (oid: number) => ({
  to: oid,
  from: [oid],
  serialize: (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value)),
  parse: (text: string) => JSON.parse(text),
});

type Work<T> = Parameters<typeof PostgresConnection.prototype.withContext<T>>[1];

/** The data API's connection, brought to what PostgREST does with timeouts of roles and with errors. */
class ApiConnection extends PostgresConnection {
  override withContext<T>(
    vars: VarsContext | undefined,
    work: Work<T>,
    options?: ConnectionContextOptions,
  ): Promise<T> {
    const { role } = (vars?.auth ?? {}) as { role?: string };
    if (role !== "anon") return super.withContext(vars, work, options);
    const withinTimeout: Work<T> = async (transaction) => {
      const timeout = String(ANON_STATEMENT_TIMEOUT_MS);
      await transaction
        .selectNoFrom(({ fn, val }) =>
          fn("set_config", [val("statement_timeout"), val(timeout), val(true)]).as("timeout"),
        )
        .execute();
      return work(transaction);
    };
    return super.withContext(vars, withinTimeout, options);
  }

  override normalizeDbError(error: unknown): unknown {
    return asRefusal(error);
  }
}

/** Connects the data API as role `postgres`, who may become each of the roles of the API and none beyond. */
export async function connectApi(databaseUrl: string): Promise<ApiConnection> {
  const connection = new ApiConnection({
    url: databaseUrl,
    postgresOptions: {
      connect_timeout: CONNECT_TIMEOUT_S,
      onnotice: () => {},
      connection: { statement_timeout: STATEMENT_TIMEOUT_MS },
      types: { json: jsonOnce(114), jsonb: jsonOnce(3802) },
    },
  });
  const { driver } = connection;
  // Its first connection learns of the array types, whose parsers all later ones share.
  await driver`select`;
  await driver.end();
  const pool = new SessionPool(driver.options as never, MAX_SESSIONS);
  Object.assign(driver, { reserve: () => pool.reserve(), end: () => pool.end() });
  // It would grant everything to all three roles of the API, and a migration that forgets a grant would work here only.
  return Object.assign(connection, { ensureRlsContext: async () => true });
}
