import { BundleError } from "./bundle/bundle-functions.ts";
import { DataInUseError } from "./data-lock.ts";
import { PortInUseError } from "./listen.ts";
import { LostMigrationError } from "./postgres/migrate.ts";

/** The message of a failed start: the reason and the cure where both are known, else the error with its stack. */
export function explain(error: unknown): string {
  if (error instanceof PortInUseError) {
    return `${error.message} Free it, or choose another: PORT=${error.port + 1} npm start`;
  }
  if (error instanceof LostMigrationError) {
    return `The database was made by earlier migrations (${error.version} is not among today's): remove the folder .data, or give DATABASE_URL an empty database, and start again.`;
  }
  if (error instanceof DataInUseError || error instanceof BundleError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
