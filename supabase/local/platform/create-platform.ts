import { App, setExperimental } from "@supabase/lite";
import type { StackKeys } from "../keys.ts";
import type { Project } from "../project-config.ts";
import { completeAccessToken } from "./access-token.ts";
import { allowErrorWarnings } from "./allow-error-warnings.ts";
import { connectApi } from "./api-connection.ts";
import { FileStorage } from "./file-storage.ts";
import { seedBuckets } from "./seed-buckets.ts";

export interface PlatformOptions {
  /** As role `postgres`. */
  databaseUrl: string;
  keys: StackKeys;
  /** Where the bytes of Storage lie. */
  storageDir: string;
  buckets: Project["buckets"];
  /** Base URL of the gateway, as clients write it. */
  url: string;
}

/** The platform's own services, on the paths /rest/v1, /auth/v1 and /storage/v1. */
export interface Platform {
  fetch(request: Request): Promise<Response>;
  close(): Promise<void>;
}

allowErrorWarnings();

/** Serves REST, Auth and Storage over a migrated database with @supabase/lite. */
export async function createPlatform(options: PlatformOptions): Promise<Platform> {
  const { keys, url } = options;
  await seedBuckets(options.databaseUrl, options.buckets);
  const connection = await connectApi(options.databaseUrl);
  const app = new App({
    connection,
    api: { enabled: true, schemas: ["public"], max_rows: 1_000, external_url: url },
    auth: { enabled: true, site_url: url, jwt_secret: keys.jwtSecret, jwt_expiry: 3_600 },
    storage: { enabled: true, file_size_limit: "50MiB" },
    studio: { enabled: false },
    options: { server: { apiKeys: { resolver: async (key: string) => roleOfKey(key, keys) } } },
  });
  app._storageAdapter = new FileStorage(options.storageDir);
  await app.init();
  // After init, which warns of every experimental feature at every start.
  setExperimental("storage", true);
  const token = { issuer: `${url}/auth/v1`, jwtSecret: keys.jwtSecret };
  return {
    async fetch(request) {
      const response = await app.fetch(request, { peerAddress: null });
      return new URL(request.url).pathname.startsWith("/auth/v1/")
        ? completeAccessToken(response, token)
        : response;
    },
    close: () => connection.close(),
  };
}

function roleOfKey(key: string, keys: StackKeys) {
  if (key === keys.publishable) return { type: "publishable" as const, claims: { role: "anon" } };
  if (key === keys.secret || key === keys.cron) {
    return { type: "secret" as const, claims: { role: "service_role" } };
  }
  return null;
}
