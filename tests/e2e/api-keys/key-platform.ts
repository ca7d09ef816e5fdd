import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SupabaseClient } from "@supabase/supabase-js";
import postgres from "postgres";
import { createSupabaseApiKeyStore } from "../../../shared/adapters/supabase/api-key-store.ts";
import { createKeyText } from "../../../shared/services/api-keys/create-text.ts";
import { createStack, type Stack } from "../../../supabase/local/create-stack.ts";
import { readProject } from "../../../supabase/local/project-config.ts";
import { copyCluster } from "../../support/database.ts";
import { clientOf, signedUp } from "../../support/stack.ts";

const SLUGS = ["api-keys", "health", "ml-predict", "models"];
const ANN = { email: "ann@edgewise.test", password: "correct horse" };

/** A running project on data that outlives a restart, with a user who issues keys. */
export class KeyPlatform {
  readonly dataDir = mkdtempSync(join(tmpdir(), "edgewise-api-keys-"));
  annId = "";
  #stack: Stack | undefined;
  #ann: SupabaseClient | undefined;

  async start(): Promise<void> {
    await copyCluster("migrated", join(this.dataDir, "postgres"));
    await this.#run();
    // Hundreds of keys are refused here, all from one address.
    await this.onDatabase(
      (sql) => sql`
      update public.rate_limit_tiers set per_minute = null, per_hour = null, burst = null where name = 'anyone'`,
    );
    this.#ann = await signedUp(this.stack, "ann");
    this.annId = (await this.ann.auth.getUser()).data.user!.id;
  }

  /** A clean stop and a new start. */
  async restart(): Promise<void> {
    await this.stack.stop();
    await this.#run();
    this.#ann = clientOf(this.stack);
    await this.#ann.auth.signInWithPassword(ANN);
  }

  async leave(): Promise<void> {
    await this.#stack?.stop();
    rmSync(this.dataDir, { recursive: true, force: true });
  }

  get stack(): Stack {
    return this.#stack!;
  }

  get ann(): SupabaseClient {
    return this.#ann!;
  }

  get store() {
    return createSupabaseApiKeyStore(clientOf(this.stack, this.stack.keys.secret));
  }

  call(path: string, headers: Record<string, string>, init: RequestInit = {}): Promise<Response> {
    return fetch(`${this.stack.url}/functions/v1/${path}`, {
      ...init,
      headers: { "content-type": "application/json", ...headers },
    });
  }

  async statusOf(path: string, key: string): Promise<number> {
    const answer = await this.call(path, { "x-api-key": key });
    await answer.arrayBuffer();
    return answer.status;
  }

  /** A key stored without a call for it, with limits that no test reaches. */
  async storedKey(name: string): Promise<{ id: string; key: string }> {
    const { key, stored } = await createKeyText("live");
    const settings = {
      name,
      type: "prediction",
      environment: "live",
      scopes: ["models:read"],
      ipAllowlist: [],
    } as const;
    const owner = { kind: "user", id: this.annId } as const;
    const record = await this.store.issue(
      owner,
      { ...settings, ...stored, description: null, metadata: {}, expiresAt: undefined },
      1_000,
    );
    return { id: record!.id, key };
  }

  async onDatabase<T>(work: (sql: postgres.Sql) => Promise<T>): Promise<T> {
    const sql = postgres(this.stack.databaseUrl, { onnotice: () => {} });
    return await work(sql).finally(() => sql.end());
  }

  // The load on it is more than an isolate's CPU life.
  async #run(): Promise<void> {
    const project = readProject();
    const functions = project.functions.filter(({ slug }) => SLUGS.includes(slug));
    this.#stack = await createStack({
      dataDir: this.dataDir,
      project: { ...project, functions },
      edgeLimits: "off",
    });
  }
}

/** A call of a signed-in user's as supabase-js makes it; the answer's body. */
export async function manage(
  client: SupabaseClient,
  method: "GET" | "POST" | "PATCH" | "DELETE",
  path: string,
  body?: object,
) {
  const { data, error } = await client.functions.invoke(`api-keys${path}`, {
    method,
    ...(body && { body }),
  });
  if (error) throw new Error(await error.context.text());
  return data;
}
