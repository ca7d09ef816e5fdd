// Kills the whole platform again and again in the middle of its work, and counts after each restart. EDGEWISE_SEED chooses
// other moments.
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync, watch } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import { afterAll, expect, test } from "vitest";
import { createStorageBlobStore } from "../../shared/adapters/storage/blob-store.ts";
import { createSupabaseModelStore } from "../../shared/adapters/supabase/model-store.ts";
import { sha256Hex } from "../../shared/hash/sha256.ts";
import { Random } from "../../shared/math/random.ts";
import { PROJECT_ROOT } from "../../supabase/local/project-config.ts";
import { followJob, triggerTraining } from "../../supabase/tools/train/training-client.ts";
import { CHUNK_BARS, prepareProject, TRAINING } from "../support/crash/crash-project.ts";
import { appliedMigrations, hasMigrated } from "../support/crash/migrating.ts";
import { countsOf, noPromises } from "../support/crash/promises.ts";
import { recount } from "../support/crash/recount.ts";
import { type Moment, Workload } from "../support/crash/workload.ts";
import { clientOf } from "../support/stack.ts";
import { type RunningStack, StackProcess } from "../support/stack-process.ts";

const KILLS = 20;
const SEED = Number(process.env.EDGEWISE_SEED ?? 1);
/** About as long as one migration takes. */
const MIGRATING_MS = 20;
/** From the moment that a request leaves or a checkpoint appears, until nothing of it can be under way any more. */
const WINDOW_MS = 120;
const MOMENTS = ["checkpoint", "import", "prediction", "promotion"] as const;
const MIGRATION_KILLS = Math.floor(KILLS / 4);
/** One more hits a platform that has just been set up. */
const WORK_KILLS = KILLS - MIGRATION_KILLS - 1;
/** Time that a loaded machine may take to do a bit of everything. */
const PATIENCE_MS = 60_000;

const CONFIG = join(PROJECT_ROOT, "supabase/config.toml");
const dataDir = mkdtempSync(join(tmpdir(), "edgewise-crash-safety-"));
const random = Random.seeded(SEED);
const promises = noPromises();
const kills = { migration: 0, setup: 0, checkpoint: 0, import: 0, promotion: 0, prediction: 0 };
const startsMs: number[] = [];
let running: StackProcess | undefined;
let lostLogs = 0;

afterAll(async () => {
  await running?.kill();
  rmSync(dataDir, { recursive: true, force: true });
});

function spawnStack(): StackProcess {
  running = new StackProcess(dataDir, CONFIG);
  return running;
}

async function restart(): Promise<{ platform: StackProcess; stack: RunningStack }> {
  const started = performance.now();
  const platform = spawnStack();
  const stack = await platform.ready;
  startsMs.push(performance.now() - started);
  return { platform, stack };
}

/** Events of a minute: leases of runners that were killed end, and pg_cron looks for jobs that wait. */
async function passMinute({ databaseUrl }: RunningStack): Promise<void> {
  const sql = postgres(databaseUrl, { max: 1 });
  await sql`update public.jobs set lease_until = now() where lease_until is not null`;
  await sql`select internal.tend_jobs()`;
  await sql.end();
}

async function comes(moment: Moment | "checkpoint", workload: Workload): Promise<void> {
  if (moment !== "checkpoint") return void (await once(workload, moment));
  const writes = watch(join(dataDir, "storage"), { recursive: true });
  await once(writes, "change");
  writes.close();
}

test("kill -9 of everything while it migrates leaves whole migrations, and the rest follow", async () => {
  const versions = readdirSync(join(PROJECT_ROOT, "migrations"))
    .map((file) => file.split("_")[0])
    .sort();
  for (; kills.migration < MIGRATION_KILLS; kills.migration++) {
    const platform = spawnStack();
    await hasMigrated(
      platform,
      Math.round((versions.length * (kills.migration + 1)) / (MIGRATION_KILLS + 1)),
    );
    await sleep(random.uniform() * MIGRATING_MS);
    await platform.kill();
  }
  const { platform, stack } = await restart();
  const sql = postgres(stack.databaseUrl, { max: 1 });
  expect(await appliedMigrations(sql)).toEqual(versions);
  await sql.end();
  await prepareProject(stack);
  await platform.kill();
  kills.setup += 1;
}, 600_000);

test("kill -9 of everything while it works loses nothing acknowledged", async () => {
  for (let kill = 0; kill < WORK_KILLS; kill++) {
    const { platform, stack } = await restart();
    ({ lostLogs } = await recount(stack.databaseUrl, promises));
    await passMinute(stack);
    const before = countsOf(promises);
    const workload = new Workload(stack, promises);
    const hasDoneAll = () => countsOf(promises).every((count, i) => count > before[i]!);
    await expect.poll(hasDoneAll, { timeout: PATIENCE_MS }).toBe(true);
    const moment = MOMENTS[kill % MOMENTS.length]!;
    await comes(moment, workload);
    await sleep(random.uniform() * WINDOW_MS);
    workload.end();
    await platform.kill();
    kills[moment] += 1;
    await workload.ended();
    expect(workload.failures).toEqual([]);
  }
}, 600_000);

test("everything acknowledged is there, and the work goes on to its end", async () => {
  const { platform, stack } = await restart();
  ({ lostLogs } = await recount(stack.databaseUrl, promises));
  // Leases that the last kill has left behind end by themselves.
  // The first of the two may be one that kills have cut off, again and again.
  for (const _ of [1, 2]) {
    const connection = { url: stack.url, key: stack.keys.secret };
    const { job_url } = await triggerTraining(connection, TRAINING);
    const { state, error, result } = await followJob(connection, job_url, () => {});
    expect({ state, error }).toEqual({ state: "succeeded", error: null });
    promises.models.set(result.model_version, result.onnx_sha256);
  }
  expect(new Set(promises.models.values()).size).toBe(1);
  for (const [version, sha256] of promises.models) expect(await sha256OfFile(stack, version)).toBe(sha256);
  expect(await platform.stop()).toBe(0);
  running = undefined;
  console.log(report());
}, 600_000);

async function sha256OfFile(stack: RunningStack, version: string): Promise<string> {
  const client = clientOf(stack, stack.keys.secret);
  const model = await createSupabaseModelStore(client).get(version);
  return sha256Hex((await createStorageBlobStore(client, "models").get(model!.file!.path))!);
}

function report(): string {
  const bars = promises.chunks * CHUNK_BARS;
  const [, slices] = countsOf(promises);
  const [slowest = 0] = startsMs.toSorted((a, b) => b - a);
  return (
    `crash safety: ${KILLS} kills (${Object.entries(kills)
      .map(([moment, n]) => `${n} ${moment}`)
      .join(", ")}); all there: ` +
    `${bars} bars, ${promises.slices.size} jobs with ${slices} slices, ${promises.promotions} promotions, ` +
    `${promises.predictions.size} predictions; of ${promises.loggedLater.size} stored after the answer ${lostLogs} lost; ` +
    `slowest start ${(slowest / 1_000).toFixed(1)} s`
  );
}
