import { redactText, redactValue } from "./redact.ts";

/** One JSON object a line, as the hosted log viewer and `npm start` read them. */
export interface Logger {
  info(event: string, fields?: Readonly<Record<string, unknown>>): void;
  /** A part that did not work and is done without: why, without a trace. */
  warn(event: string, error: unknown, fields?: Readonly<Record<string, unknown>>): void;
  error(event: string, error: unknown, fields?: Readonly<Record<string, unknown>>): void;
}

/** Shorter values than this could blot out ordinary words. */
const MIN_SECRET_LENGTH = 8;

/**
 * A logger that writes to the given sink (the console in an isolate). No secret reaches a line, whatever carries it there:
 * neither what has the form or the name of one, nor the `secrets` of this project themselves.
 */
export function createLogger(
  service: string,
  write: (line: string) => void = console.log,
  secrets: readonly string[] = [],
): Logger {
  const known = secrets.filter(({ length }) => length >= MIN_SECRET_LENGTH);

  function log(level: string, event: string, fields: Readonly<Record<string, unknown>>) {
    const redacted = redactValue(fields, known) as object;
    write(JSON.stringify({ level, service, event: redactText(event, known), ...redacted }));
  }
  return {
    info: (event, fields = {}) => log("info", event, fields),
    warn: (event, error, fields = {}) =>
      log("warn", event, { ...fields, error: error instanceof Error ? error.message : describeError(error) }),
    error: (event, error, fields = {}) => log("error", event, { ...fields, error: describeError(error) }),
  };
}

/** An error with its whole chain of causes as one text. */
function describeError(error: unknown, depth = 0): string {
  if (!(error instanceof Error)) return typeof error === "object" ? stringify(error) : String(error);
  const hasCause = error.cause !== undefined && depth < 10;
  return `${error.stack ?? error.message}${hasCause ? `\ncaused by ${describeError(error.cause, depth + 1)}` : ""}`;
}

/** A thrown object may refer to itself; its members are redacted by their names before they are a text. */
function stringify(value: unknown): string {
  return JSON.stringify(redactValue(value));
}
