import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

/** Where a running project answers, and the secret key that opens it. */
export interface Connection {
  readonly url: string;
  readonly key: string;
}

/** `npm start` leaves its address and keys here for the other commands; readable by its owner only. */
export const CONNECTION_FILE = fileURLToPath(new URL("../../.data/connection.json", import.meta.url));

/**
 * The project that a command should talk to: `--url` and `--key` where given, else the local stack's.
 * @throws Error with what to do when neither is to be had
 */
export async function readConnection(flags: {
  readonly url?: string | undefined;
  readonly key?: string | undefined;
}): Promise<Connection> {
  if (flags.url && flags.key) return { url: flags.url, key: flags.key };
  if (flags.url !== undefined || flags.key !== undefined) throw new Error("--url and --key go together.");
  try {
    return JSON.parse(await readFile(CONNECTION_FILE, "utf8"));
  } catch (cause) {
    throw new Error("No local stack is running: start one with npm start, or pass --url and --key.", {
      cause,
    });
  }
}
