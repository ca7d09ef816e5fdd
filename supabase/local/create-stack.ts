import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { bundleFunctions } from "./bundle/bundle-functions.ts";
import { ChildLedger } from "./child-ledger.ts";
import { startCron } from "./cron/start-cron.ts";
import { lockData } from "./data-lock.ts";
import type { EdgeLimits } from "./functions/function-host.ts";
import { functionSandbox } from "./functions/function-sandbox.ts";
import { serveFunctions } from "./functions/serve-functions.ts";
import { closeGateway, createGateway } from "./gateway.ts";
import { loadKeys, type StackKeys } from "./keys.ts";
import { claimPort, listen } from "./listen.ts";
import { startNet } from "./net/start-net.ts";
import { createPlatform } from "./platform/create-platform.ts";
import { applyMigrations } from "./postgres/migrate.ts";
import { startPostgres, usePostgres } from "./postgres/start-postgres.ts";
import { setVaultSecrets } from "./postgres/vault.ts";
import { type Project, readProject } from "./project-config.ts";
import { findRedis } from "./redis/find-redis.ts";
import { startUpstash, type UpstashFront } from "./redis/start-upstash.ts";
import { Teardown } from "./teardown.ts";

export interface StackOptions {
  /** Keeps everything; a temporary folder that goes with the stack when left out. */
  dataDir?: string;
  /** The gateway's; a free one when left out. */
  port?: number;
  /** A superuser's URL of a server to use instead of an own one. */
  databaseUrl?: string;
  /** The project to serve; supabase/config.toml when left out. */
  project?: Project;
  /** More environment for the functions. */
  environment?: Record<string, string>;
  /** Hosts outside that functions may call: data providers. */
  allowedHosts?: readonly string[];
  /** False: a project without Upstash, even where there is a Redis. */
  redis?: boolean;
  /** Default `enforce`. */
  edgeLimits?: EdgeLimits;
  log?: (source: string, line: string) => void;
}

/** A running project: everything that the hosted platform would run, on this machine. */
export interface Stack extends AsyncDisposable {
  url: string;
  keys: StackKeys;
  /** As role `postgres`. */
  databaseUrl: string;
  /** Ends it cleanly: functions finish their work first. */
  stop(): Promise<void>;
}

/** Starts a stack, or leaves nothing behind. */
export async function createStack(options: StackOptions = {}): Promise<Stack> {
  const teardown = new Teardown();
  try {
    return await start(options, teardown);
  } catch (error) {
    await teardown.run();
    throw error;
  }
}

async function start(options: StackOptions, teardown: Teardown): Promise<Stack> {
  const { edgeLimits = "enforce", log = () => {}, project = readProject() } = options;
  const dataDir = options.dataDir ? resolve(options.dataDir) : temporaryFolder(teardown);
  teardown.defer(lockData(dataDir));
  const ledger = new ChildLedger(join(dataDir, "children"));
  const leftovers = await ledger.endLeftovers();
  if (leftovers > 0) log("stack", `ended ${leftovers} processes of a stack that was killed`);
  const port = await claimPort(options.port);
  const url = `http://127.0.0.1:${port}`;
  const keys = await loadKeys(dataDir);

  const database = options.databaseUrl
    ? await usePostgres(options.databaseUrl)
    : await startPostgres({
        dataDir: join(dataDir, "postgres"),
        durable: options.dataDir !== undefined,
        log: (line) => log("postgres", line),
      });
  teardown.defer(() => database.stop());
  const applied = await applyMigrations(database.url, project.migrationsDir);
  if (applied.length > 0) log("postgres", `applied ${applied.length} migrations`);
  await setVaultSecrets(database.url, {
    edgewise_functions_url: `${url}/functions/v1`,
    edgewise_cron_key: keys.cron,
  });

  const upstash = options.redis === false ? undefined : await startCache(ledger, teardown);
  const platform = await createPlatform({
    databaseUrl: database.url,
    keys,
    storageDir: join(dataDir, "storage"),
    buckets: project.buckets,
    url,
  });
  teardown.defer(() => platform.close());
  const bundles = join(dataDir, "functions");
  const bundled = await bundleFunctions(project.functions, bundles, { sourceMaps: true });
  const sandbox = functionSandbox({
    url,
    keys,
    upstash,
    bundles,
    environment: options.environment ?? {},
    allowedHosts: options.allowedHosts ?? [],
    onSpawn: (pid) => ledger.record(pid),
  });
  const functions = serveFunctions(bundled, sandbox, edgeLimits, log);
  const gateway = createGateway({
    platform: (request) => platform.fetch(request),
    function: functions.handle,
  });
  teardown.defer(() => closeGateway(gateway));
  await listen(gateway, port);
  // Functions end before the gateway: their last work goes through it.
  teardown.defer(() => functions.stop());

  const net = await startNet(database.superuserUrl, (line) => log("pg_net", line));
  teardown.defer(() => net.stop());
  const cron = await startCron(database.superuserUrl, (line) => log("pg_cron", line));
  teardown.defer(() => cron.stop());
  const stop = () => teardown.run();
  return { url, keys, databaseUrl: database.url, stop, [Symbol.asyncDispose]: stop };
}

async function startCache(ledger: ChildLedger, teardown: Teardown): Promise<UpstashFront | undefined> {
  const redis = await findRedis((pid) => ledger.record(pid));
  if (!redis) return undefined;
  teardown.defer(() => redis.stop());
  const upstash = await startUpstash(redis.url);
  teardown.defer(() => upstash.stop());
  return upstash;
}

function temporaryFolder(teardown: Teardown): string {
  const folder = mkdtempSync(join(tmpdir(), "edgewise-stack-"));
  teardown.defer(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
