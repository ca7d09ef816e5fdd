import { inspect } from "node:util";

/** An error of the driver: SQLSTATE and what Postgres says. */
interface DatabaseError extends Error {
  code: string;
  detail?: string;
  hint?: string;
}

/** HTTP status by SQLSTATE class or code, the longest prefix first, as PostgREST's documentation lists them. */
const STATUSES: readonly [prefix: string, status: number][] = [
  ["P0001", 400],
  ["53400", 500],
  ["08", 503],
  ["09", 500],
  ["0L", 403],
  ["0P", 403],
  ["25", 500],
  ["28", 403],
  ["2D", 500],
  ["38", 500],
  ["39", 500],
  ["3B", 500],
  ["40", 500],
  ["53", 503],
  ["54", 500],
  ["55", 500],
  ["57P", 503],
  ["57", 500],
  ["58", 500],
  ["F0", 500],
  ["HV", 500],
  ["P0", 500],
  ["XX", 500],
];

/** Codes of the driver and the system for a server that cannot be reached, or no longer. */
const NO_SERVER = /^(CONNECT|ECONN|EPIPE)/;
/** PostgREST, too, says when to come again. */
const RETRY_AFTER = { "retry-after": "5" };

/** Codes that @supabase/lite answers as PostgREST does; the rest it would blur into one of its own. */
const ANSWERED_WELL = /^(42|22|21|PT|PGRST|23502|23503|23505|25006)/;

/**
 * Gives a database error the form in which PostgREST's own protocol (`raise sqlstate 'PGRST'`) carries an answer, so
 * that code, message and status arrive as they do on the platform. Logged, it is one line.
 */
export function asRefusal(error: unknown): unknown {
  if (isLostServer(error)) return unreachable(error);
  if (!isDatabaseError(error)) return error;
  const { code, message, detail = null, hint = null } = error;
  const line = { [inspect.custom]: () => `rest: ${code} ${message}` };
  if (ANSWERED_WELL.test(code)) return Object.assign(error, line);
  const status = STATUSES.find(([prefix]) => code.startsWith(prefix))?.[1] ?? 400;
  return { ...asAnswer(status, { code, message, details: detail, hint }), ...line };
}

/** PostgREST's own answer without a database. */
function unreachable({ code, message }: Error & { code: string }) {
  const answer = { code: "PGRST001", message: "Database client error. Retrying the connection." };
  return {
    ...asAnswer(503, { ...answer, details: message, hint: null }),
    [inspect.custom]: () => `rest: ${code} ${message}`,
  };
}

function asAnswer(status: number, body: object) {
  const headers = status === 503 ? RETRY_AFTER : {};
  return {
    code: "PGRST",
    message: JSON.stringify(body),
    detail: JSON.stringify({ status, headers }),
  };
}

function isLostServer(error: unknown): error is Error & { code: string } {
  return error instanceof Error && "code" in error && NO_SERVER.test(String(error.code));
}

function isDatabaseError(error: unknown): error is DatabaseError {
  return error instanceof Error && "code" in error && /^[0-9A-Z]{5}$/.test(String(error.code));
}
