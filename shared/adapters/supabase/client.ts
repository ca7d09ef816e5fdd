import { PostgrestClient, type PostgrestError } from "@supabase/postgrest-js";
import { StorageClient } from "@supabase/storage-js";
import { Failure, type FailureCode } from "../../failure.ts";
import { createBoundedFetch } from "./bounded-fetch.ts";

/** As much of a project as adapters use. A client of supabase-js is one too. */
export type ProjectClient = Pick<PostgrestClient, "from" | "rpc"> & {
  readonly storage: Pick<StorageClient, "from">;
};

/**
 * REST and Storage as supabase-js puts them together, without its other parts: auth, realtime and functions would cost
 * every start of an isolate 60 ms of its CPU, and nothing here calls them.
 */
class RestAndStorage extends PostgrestClient {
  readonly storage: StorageClient;

  constructor(supabaseUrl: string, headers: Readonly<Record<string, string>>) {
    const fetch = createBoundedFetch();
    super(`${supabaseUrl}/rest/v1`, { headers, fetch });
    this.storage = new StorageClient(`${supabaseUrl}/storage/v1`, { ...headers }, fetch);
  }
}

/** A client with the platform's secret key: it bypasses row level security, so no user data goes through it. */
export function createServiceClient(config: {
  readonly supabaseUrl: string;
  readonly secretKeys: Readonly<Record<string, string>>;
}): ProjectClient {
  const key = config.secretKeys.default ?? Object.values(config.secretKeys)[0];
  if (key === undefined) throw new Error("SUPABASE_SECRET_KEYS holds no key.");
  return new RestAndStorage(config.supabaseUrl, { apikey: key, authorization: `Bearer ${key}` });
}

/** Refusals by the SQLSTATEs that our SQL functions raise on purpose (listed in migrations/…_create_schemas.sql). */
const REFUSALS = {
  EW400: "invalid_request",
  EW404: "not_found",
  EW405: "unknown_symbol",
  EW409: "conflict",
  EW412: "gate_not_passed",
  EW429: "watchlist_limit",
} as const satisfies Record<string, FailureCode>;

/**
 * Calls a SQL function over REST. A refusal that the function raised keeps its message; anything else is our fault.
 * `notFound` is what a missing thing (EW404) means to this caller.
 */
export async function callFunction<T>(
  client: ProjectClient,
  name: string,
  args: Readonly<Record<string, unknown>> = {},
  notFound: FailureCode = REFUSALS.EW404,
): Promise<T> {
  const { data, error, status } = await client.rpc(name, args);
  if (error) throw databaseFailure(name, error, status, notFound);
  return data as T;
}

/** The same for whoever can go on without an answer: `unavailable` when it takes longer than `timeoutMs`. */
export async function callFunctionWithin<T>(
  timeoutMs: number,
  client: ProjectClient,
  name: string,
  args: Readonly<Record<string, unknown>> = {},
): Promise<T> {
  const call = client.rpc(name, args).abortSignal(AbortSignal.timeout(timeoutMs));
  const { data, error, status } = await call;
  if (error) throw databaseFailure(name, error, status);
  return data as T;
}

/** Failure that an error of the database's REST interface means to the caller of `name`. */
export function databaseFailure(
  name: string,
  error: Pick<PostgrestError, "code" | "message" | "details">,
  status: number,
  notFound: FailureCode = REFUSALS.EW404,
): Failure {
  if (Object.hasOwn(REFUSALS, error.code)) {
    const code = REFUSALS[error.code as keyof typeof REFUSALS];
    return new Failure(error.code === "EW404" ? notFound : code, error.message);
  }
  // 0: no answer; 502-504: the gateway has nobody behind it; 57014: a statement took too long, as in a database with too
  // much to do; 57P0x: the database is shutting down or starting.
  const unreachable = status === 0 || status >= 502 || error.code?.startsWith("57");
  const cause = new Error(`${name}: ${error.code ?? status} ${error.message}`, { cause: error.details });
  return unreachable
    ? new Failure("unavailable", "The database cannot be reached right now.", { cause })
    : new Failure("internal", "The request id finds the cause in the log.", { cause });
}
