import { createWriteStream, mkdirSync } from "node:fs";
import { join } from "node:path";

const SOURCE_WIDTH = 18;
/** Refused statements are told to whoever sent them; that the server is starting up is no trouble. */
const POSTGRES_TROUBLE = /\b(FATAL|PANIC):(?!.*starting up)/;

/** Prints what the parts of a stack say, a line each behind the part's name. Postgres's own log goes to a file. */
export function createConsoleLog(dataDir: string): (source: string, line: string) => void {
  mkdirSync(dataDir, { recursive: true });
  const postgresLog = createWriteStream(join(dataDir, "postgres.log"), { flags: "a" });
  return function log(source, line) {
    if (source === "postgres") postgresLog.write(`${line}\n`);
    if (source === "postgres" && !POSTGRES_TROUBLE.test(line)) return;
    console.log(`${new Date().toISOString().slice(11, 19)} ${source.padEnd(SOURCE_WIDTH)} ${line}`);
  };
}
