import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { claimPort } from "../listen.ts";
import { endProcess } from "../processes.ts";
import { postgresBinaries } from "./binaries.ts";
import { bootstrap } from "./bootstrap.ts";
import { clearLeftovers, createCluster } from "./cluster.ts";
import { serverAccount } from "./server-account.ts";
import { launchServer } from "./server-process.ts";

/** A Postgres server with everything that the hosted platform has before the first migration. */
export interface PostgresServer {
  /** As role `postgres`, who runs migrations and is no superuser. */
  url: string;
  /** As the superuser `supabase_admin`: the platform's side of the fence. */
  superuserUrl: string;
  port: number;
  stop(): Promise<void>;
}

export interface PostgresOptions {
  /** Where the cluster lies; made on the first start. */
  dataDir: string;
  /** A free one when left out. */
  port?: number;
  /** False leaves out fsync, for data that need not outlive the machine: tests. Default true. */
  durable?: boolean;
  /** Takes the server's own log. */
  log?: (line: string) => void;
}

/** Starts the server of a data folder, makes its cluster on the first start and recovers it after a crash. */
export async function startPostgres(options: PostgresOptions): Promise<PostgresServer> {
  const dataDir = resolve(options.dataDir);
  const { initdb, postgres } = await postgresBinaries();
  const account = serverAccount();
  await clearLeftovers(dataDir);
  await createCluster(initdb, dataDir, account);

  const port = await claimPort(options.port);
  const superuserUrl = `postgresql://supabase_admin:postgres@127.0.0.1:${port}/postgres`;
  const flags = ["-D", dataDir, "-p", String(port), ...settings(postgres, options.durable ?? true)];
  const server = await launchServer(
    account.command(postgres, flags),
    superuserUrl,
    options.log ?? (() => {}),
  );
  // SIGINT is Postgres's fast shutdown: sessions are ended and the checkpoint is written.
  const stop = () => endProcess(server.pid ?? 0, "SIGINT", 20_000);
  try {
    await bootstrap(superuserUrl);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url: asPlatformRole(superuserUrl), superuserUrl, port, stop };
}

/** Takes a server that runs already, by the URL of a superuser, and gives it what the platform has. */
export async function usePostgres(superuserUrl: string): Promise<PostgresServer> {
  await bootstrap(superuserUrl);
  return {
    url: asPlatformRole(superuserUrl),
    superuserUrl,
    port: Number(new URL(superuserUrl).port || 5432),
    stop: async () => {},
  };
}

function settings(postgres: string, isDurable: boolean): string[] {
  const values = [
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    "timezone=UTC",
    "log_timezone=UTC",
    "log_checkpoints=off",
  ];
  if (!isDurable) values.push("fsync=off", "synchronous_commit=off", "full_page_writes=off");
  // A system's own server may bring the real pg_cron, which has to be preloaded.
  if (existsSync(join(dirname(postgres), "../lib/pg_cron.so"))) {
    values.push(
      "shared_preload_libraries=pg_cron",
      "cron.database_name=postgres",
      "cron.use_background_workers=on",
    );
  }
  return values.flatMap((value) => ["-c", value]);
}

function asPlatformRole(superuserUrl: string): string {
  const url = new URL(superuserUrl);
  url.username = "postgres";
  url.password = "postgres";
  return url.href;
}
