import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import { createSupabaseBarStore } from "../../../shared/adapters/supabase/bar-store.ts";
import { FEATURE_SET } from "../../../shared/features/feature-set.ts";
import { encodeModel } from "../../../shared/ml/onnx/encode-model.ts";
import { createStack, type Stack } from "../../../supabase/local/create-stack.ts";
import { claimPort } from "../../../supabase/local/listen.ts";
import { type PostgresServer, startPostgres } from "../../../supabase/local/postgres/start-postgres.ts";
import { readProject } from "../../../supabase/local/project-config.ts";
import { findRedis } from "../../../supabase/local/redis/find-redis.ts";
import { startUpstash } from "../../../supabase/local/redis/start-upstash.ts";
import { Teardown } from "../../../supabase/local/teardown.ts";
import { linearModel } from "../../support/linear-model.ts";
import { declareInstrument, registerFile } from "../../support/project-data.ts";
import { randomWalkBars } from "../../support/random-walk-bars.ts";
import { clientOf } from "../../support/stack.ts";
import { newUser, storeKey } from "../../support/stored-keys.ts";
import { type FaultyLink, faultyLink } from "./faulty-link.ts";
import { type FaultyPlatform, faultyPlatform } from "./faulty-platform.ts";

export const SYMBOL = "SYN-FAULTS";
/** Candidates whose files nobody has asked for yet. */
export const COLD_MODELS = ["cold-1", "cold-2"];
const SLUGS = ["health", "indicators", "market-data", "ml-predict"];
const HOUR_MS = 3_600_000;
const ROWS = 400;

/** A running project each of whose parts can be made to fail. */
export interface Ground {
  readonly stack: Stack;
  /** An API key with every scope and limits that no test reaches. */
  readonly key: string;
  /** Undefined where the machine has no Redis: then Postgres counts. */
  readonly redis: FaultyLink | undefined;
  readonly platform: FaultyPlatform;
  readonly database: { stop(): Promise<void>; start(): Promise<void> };
  readonly log: readonly string[];
  leave(): Promise<void>;
}

export async function prepareGround(): Promise<Ground> {
  const teardown = new Teardown();
  const folder = mkdtempSync(join(tmpdir(), "edgewise-faults-"));
  teardown.defer(() => rmSync(folder, { recursive: true, force: true }));
  const database = await restartable(join(folder, "postgres"));
  teardown.defer(() => database.stop());
  const counters = await faultyCounters(teardown);
  const port = await claimPort();
  const platform = await faultyPlatform({ port });
  teardown.defer(() => platform[Symbol.asyncDispose]());

  const log: string[] = [];
  const project = readProject();
  const stack = await createStack({
    port,
    databaseUrl: database.superuserUrl,
    redis: false,
    project: { ...project, functions: project.functions.filter(({ slug }) => SLUGS.includes(slug)) },
    environment: { SUPABASE_URL: platform.url, ...counters?.environment },
    allowedHosts: [platform.url, ...(counters ? [counters.url] : [])].map((url) => new URL(url).host),
    // A thousand callers are more than one isolate's CPU life.
    edgeLimits: "off",
    log: (source, line) => log.push(`${source} ${line}`),
  });
  teardown.defer(() => stack.stop());
  await furnish(stack);
  const sql = postgres(stack.databaseUrl, { max: 1 });
  // The crowd comes from one address.
  await sql`update public.rate_limit_tiers set per_minute = 1000000, per_hour = 1000000, burst = 1000000
    where per_minute is not null`;
  const key = await storeKey(sql, await newUser(sql), ["*"]);
  await sql.end();
  return { stack, key, redis: counters?.link, platform, database, log, leave: () => teardown.run() };
}

/** A server that comes back on its port with its data. */
async function restartable(dataDir: string) {
  const start = (port?: number) => startPostgres({ dataDir, durable: false, ...(port && { port }) });
  let server: PostgresServer | undefined = await start();
  const { port, superuserUrl } = server;
  return {
    superuserUrl,
    async stop() {
      await server?.stop();
      server = undefined;
    },
    async start() {
      server = await start(port);
    },
  };
}

/** A real Redis behind Upstash's protocol, with a link between the two that fails when told to. */
async function faultyCounters(teardown: Teardown) {
  const redis = await findRedis(() => {});
  if (!redis) return undefined;
  teardown.defer(() => redis.stop());
  const link = await faultyLink(Number(new URL(redis.url).port));
  teardown.defer(() => link[Symbol.asyncDispose]());
  const front = await startUpstash(`redis://127.0.0.1:${link.port}`);
  teardown.defer(() => front.stop());
  const environment = { UPSTASH_REDIS_REST_URL: front.url, UPSTASH_REDIS_REST_TOKEN: front.token };
  return { link, url: front.url, environment };
}

async function furnish(stack: Stack): Promise<void> {
  const service = clientOf(stack, stack.keys.secret);
  await declareInstrument(service, SYMBOL);
  const start = Math.floor(Date.now() / HOUR_MS - ROWS) * HOUR_MS;
  const bars = randomWalkBars({ rows: ROWS, seed: 5, start });
  await createSupabaseBarStore(service).write({ symbol: SYMBOL, timeframe: "1h", bars, onConflict: "skip" });
  const featureSet = { version: FEATURE_SET.version, definition: {} };
  for (const [seed, version] of ["served", ...COLD_MODELS].entries()) {
    // Each another file: one that is loaded serves every model that has the same bytes.
    const file = encodeModel(linearModel(FEATURE_SET.features.length, seed + 1));
    await registerFile(service, SYMBOL, file, { version, featureSet });
  }
  const actor = { kind: "system", id: "test" };
  const { error } = await service.rpc("promote_model", { p_model_version: "served", p_actor: actor });
  if (error) throw error;
}
