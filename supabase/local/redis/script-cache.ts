import { createHash } from "node:crypto";

/** The first line of Upstash's rate-limit scripts, which Redis 7.0 refuses: its flag is Upstash's own. */
const UPSTASH_HEADER = /^#!lua flags=allow-key-locking\r?\n/;

/**
 * Makes Upstash's Lua scripts run on a plain Redis: takes the header off, and lets clients go on naming a script by
 * the SHA-1 of what they sent.
 */
export class ScriptCache {
  /** SHA-1 of a script as sent -> SHA-1 of what Redis was given. */
  readonly #accepted = new Map<string, string>();

  /** The command as plain Redis takes it. */
  translate(command: readonly string[]): string[] {
    const [name = "", first = "", ...rest] = command;
    switch (name.toUpperCase()) {
      case "EVAL":
      case "EVAL_RO":
        return [name, this.#accept(first), ...rest];
      case "EVALSHA":
      case "EVALSHA_RO":
        return [name, this.#accepted.get(first.toLowerCase()) ?? first, ...rest];
      default:
        return [...command];
    }
  }

  #accept(script: string): string {
    const plain = script.replace(UPSTASH_HEADER, "");
    if (plain !== script) this.#accepted.set(sha1(script), sha1(plain));
    return plain;
  }
}

function sha1(text: string): string {
  return createHash("sha1").update(text).digest("hex");
}
