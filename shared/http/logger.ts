/** One JSON object a line, as the hosted log viewer and `npm start` read them. */
export interface Logger {
  info(event: string, fields?: Readonly<Record<string, unknown>>): void;
  error(event: string, error: unknown, fields?: Readonly<Record<string, unknown>>): void;
}

/** Secrets that must never reach a log line, whatever carries them there. */
const SECRET = /sb_secret_[\w-]+|ew_(?:live|test)_\w+|eyJ[\w-]+\.[\w-]+\.[\w-]+|postgres(?:ql)?:\/\/\S+/g;

/** A logger that writes to the given sink (the console in an isolate), with secrets blotted out. */
export function createLogger(service: string, write: (line: string) => void = console.log): Logger {
  function log(level: string, event: string, fields: Readonly<Record<string, unknown>>) {
    write(JSON.stringify({ level, service, event, ...fields }).replace(SECRET, "[secret]"));
  }
  return {
    info: (event, fields = {}) => log("info", event, fields),
    error: (event, error, fields = {}) => log("error", event, { ...fields, error: describeError(error) }),
  };
}

/** An error with its whole chain of causes as one text. */
function describeError(error: unknown): string {
  if (!(error instanceof Error)) return typeof error === "object" ? JSON.stringify(error) : String(error);
  const cause = error.cause === undefined ? "" : `\ncaused by ${describeError(error.cause)}`;
  return `${error.stack ?? error.message}${cause}`;
}
