import postgres from "postgres";
import { expect } from "vitest";
import { CHUNK_BARS, IMPORTED, RIVALS } from "./crash-project.ts";
import type { Promises } from "./promises.ts";

/** Count of the work on a platform that its database holds. */
interface Holdings {
  readonly bars: number;
  readonly promotions: number;
  readonly serving: string | null;
  readonly lastPromoted: string | null;
  readonly predictions: string[];
  readonly slices: Readonly<Record<string, number>>;
  readonly models: Readonly<Record<string, string>>;
  readonly failedJobs: number;
}

/** Counts everything again, and expects all that was promised and nothing that nobody asked for. */
export async function recount(databaseUrl: string, promises: Promises): Promise<{ lostLogs: number }> {
  const held = await holdingsOf(databaseUrl);
  // A chunk whose answer was cut off is stored whole or not at all.
  expect([promises.chunks, promises.chunks + 1]).toContain(held.bars / CHUNK_BARS);
  expect([promises.promotions, promises.promotions + 1]).toContain(held.promotions);
  if (held.promotions === promises.promotions) expect(held.serving).toBe(promises.serving);
  // From here on it counts whether its answer came through or not.
  Object.assign(promises, { promotions: held.promotions, serving: held.serving });
  expect(held.serving).toBe(held.lastPromoted);
  expect(held.failedJobs).toBe(0);
  for (const [id, slices] of promises.slices) expect(held.slices[id]).toBeGreaterThanOrEqual(slices);
  expect(held.models).toMatchObject(Object.fromEntries(promises.models));
  const stored = new Set(held.predictions);
  expect([...promises.predictions].filter((id) => !stored.has(id))).toEqual([]);
  return { lostLogs: [...promises.loggedLater].filter((id) => !stored.has(id)).length };
}

async function holdingsOf(databaseUrl: string): Promise<Holdings> {
  const sql = postgres(databaseUrl, { max: 1 });
  try {
    const [held] = await sql<[Holdings]>`
      select
        (select count(*)::integer from public.market_data where symbol = ${IMPORTED}) as bars,
        (select count(*)::integer from public.ml_serving_log) as promotions,
        (select model_version from public.ml_models where model_version in ${sql(RIVALS)} and is_active) as serving,
        (select model_version from public.ml_serving_log order by id desc limit 1) as "lastPromoted",
        (select coalesce(array_agg(id::text), '{}') from public.ml_predictions) as predictions,
        (select coalesce(jsonb_object_agg(id, sequence), '{}') from public.jobs) as slices,
        (select coalesce(jsonb_object_agg(result ->> 'model_version', result ->> 'onnx_sha256'), '{}')
          from public.jobs where state = 'succeeded') as models,
        (select count(*)::integer from public.jobs where state = 'failed') as "failedJobs"`;
    return held;
  } finally {
    await sql.end();
  }
}
