import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { generateApiKey } from "@supabase/lite";

/** A project's keys, made once for a data folder and kept in it. */
export interface StackKeys {
  /** `apikey` of clients: the role anon. */
  publishable: string;
  /** `apikey` of servers: the role service_role. */
  secret: string;
  /** The secret key that scheduled jobs send; functions accept it on job routes only. */
  cron: string;
  /** Signs users' tokens (HS256). */
  jwtSecret: string;
}

/** Reads the keys of a data folder, or makes them. */
export async function loadKeys(dataDir: string): Promise<StackKeys> {
  const path = join(dataDir, "keys.json");
  if (existsSync(path)) return JSON.parse(readFileSync(path, "utf8"));
  const keys: StackKeys = {
    publishable: (await generateApiKey("publishable")).key,
    secret: (await generateApiKey("secret")).key,
    cron: (await generateApiKey("secret")).key,
    jwtSecret: randomBytes(32).toString("base64url"),
  };
  mkdirSync(dataDir, { recursive: true });
  writeFileSync(`${path}.draft`, `${JSON.stringify(keys, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${path}.draft`, path);
  return keys;
}
