import postgres from "postgres";
import { createSupabaseBarStore } from "../../../shared/adapters/supabase/bar-store.ts";
import { FEATURE_SET } from "../../../shared/features/feature-set.ts";
import { encodeModel } from "../../../shared/ml/onnx/encode-model.ts";
import type { Stack } from "../../../supabase/local/create-stack.ts";
import { readProject } from "../../../supabase/local/project-config.ts";
import { linearModel } from "../../support/linear-model.ts";
import { declareInstrument, registerFile } from "../../support/project-data.ts";
import { randomWalkBars } from "../../support/random-walk-bars.ts";
import { clientOf, testStack } from "../../support/stack.ts";
import { inviteVisitors, type Visitors } from "./credentials.ts";

export const SYMBOL = "SYN-DOOR";
const HOUR = 3_600_000;
const ROWS = 500;
const LAST_OPEN = Math.floor(Date.now() / HOUR - 1) * HOUR;
const AT_ONCE = 8;

/** A stack with bars, a model that serves and visitors of every kind. */
export interface Door {
  readonly stack: Stack;
  readonly sql: postgres.Sql;
  readonly visitors: Visitors;
  /** Log of the stack so far. */
  readonly lines: readonly string[];
  close(): Promise<void>;
}

export async function openDoor(): Promise<Door> {
  const lines: string[] = [];
  // Thousands of calls: more than the isolates' CPU life, whose end other tests look at.
  const stack = await testStack({ edgeLimits: "off", log: (_, line) => void lines.push(line) });
  const sql = postgres(stack.databaseUrl, { onnotice: () => {} });
  await sql`update public.rate_limit_tiers set per_minute = null, per_hour = null, burst = null`;
  const visitors = await inviteVisitors(stack, sql);
  await furnish(stack);
  await startOneByOne(stack);
  const close = async () => {
    await sql.end();
    await stack.stop();
  };
  return { stack, sql, visitors, lines, close };
}

async function furnish(stack: Stack): Promise<void> {
  const service = clientOf(stack, stack.keys.secret);
  await declareInstrument(service, SYMBOL);
  const bars = randomWalkBars({ rows: ROWS, seed: 5, start: LAST_OPEN - (ROWS - 1) * HOUR });
  await createSupabaseBarStore(service).write({ symbol: SYMBOL, timeframe: "1h", bars, onConflict: "skip" });
  await registerFile(service, SYMBOL, encodeModel(linearModel(FEATURE_SET.features.length)), {
    version: "linear",
    featureSet: { version: FEATURE_SET.version, definition: {} },
  });
  const { error } = await service.rpc("promote_model", {
    p_model_version: "linear",
    p_actor: { kind: "secret" },
  });
  if (error) throw error;
}

/** A function that starts beside all others may find no time to read the tiers, and would go by the defaults for seconds. */
async function startOneByOne(stack: Stack): Promise<void> {
  for (const { slug } of readProject().functions) await fetch(`${stack.url}/functions/v1/${slug}/none`);
}

/** Works through a list, some at once. */
export async function each<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  const queue = items.values();
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (const item of queue) await work(item);
    }),
  );
}
