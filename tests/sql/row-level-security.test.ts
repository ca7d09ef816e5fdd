import type { TransactionSql } from "postgres";
import { describe, expect, test } from "vitest";
import { ANON, become, type Caller, OPERATOR, OTHER_USER, SERVICE, USER, USER_ID } from "./callers.ts";
import { MigratedDatabase } from "./database.ts";
import { fill } from "./fill.ts";

const database = new MigratedDatabase();

const CALLERS = { anon: ANON, user: USER, "another user": OTHER_USER, operator: OPERATOR, service: SERVICE };
type Name = keyof typeof CALLERS;

/** Rows that each caller sees of what `fill` stores; null = may not look. */
const VISIBLE: Readonly<Record<string, Readonly<Record<Name, number | null>>>> = {
  instruments: { anon: null, user: 1, "another user": 1, operator: 1, service: 1 },
  market_data: { anon: null, user: 1, "another user": 1, operator: 1, service: 1 },
  universes: { anon: null, user: 1, "another user": 1, operator: 1, service: 1 },
  universe_symbols: { anon: null, user: 1, "another user": 1, operator: 1, service: 1 },
  feature_sets: { anon: null, user: 1, "another user": 1, operator: 1, service: 1 },
  ml_indicator_weights: { anon: 15, user: 15, "another user": 15, operator: 15, service: 15 },
  ml_indicator_weight_history: { anon: 1, user: 1, "another user": 1, operator: 1, service: 1 },
  // As ml_models: one of an active model, one of another.
  ml_model_cards: { anon: 1, user: 1, "another user": 1, operator: 2, service: 2 },
  ml_model_performance: { anon: 2, user: 2, "another user": 2, operator: 2, service: 2 },
  // Two models, one of them active.
  ml_models: { anon: 1, user: 1, "another user": 1, operator: 2, service: 2 },
  // One of the user, one of the other user's API key, one of nobody.
  ml_predictions: { anon: null, user: 1, "another user": 1, operator: 0, service: 3 },
  ml_features: { anon: null, user: 0, "another user": 0, operator: 1, service: 1 },
  ml_training_samples: { anon: null, user: 0, "another user": 0, operator: 1, service: 1 },
  ml_generation_logs: { anon: null, user: 0, "another user": 0, operator: 4, service: 4 },
  ml_model_drift: { anon: null, user: 0, "another user": 0, operator: 1, service: 1 },
  ml_trials: { anon: null, user: 0, "another user": 0, operator: 2, service: 2 },
  ml_serving_log: { anon: null, user: 0, "another user": 0, operator: 2, service: 2 },
  ml_model_metrics: { anon: null, user: 0, "another user": 0, operator: 1, service: 1 },
  ml_canary_tests: { anon: null, user: 0, "another user": 0, operator: 1, service: 1 },
  platform_limits: { anon: null, user: 2, "another user": 2, operator: 2, service: 2 },
  user_watchlists: { anon: null, user: 1, "another user": 0, operator: 0, service: 1 },
  watchlist_symbols: { anon: null, user: 1, "another user": 0, operator: 0, service: 1 },
  // A promotion, a canary, and a training.
  audit_log: { anon: null, user: 0, "another user": 0, operator: 5, service: 5 },
};

/** The tables that the first verb of a caller may touch. */
async function grantedTables(tx: TransactionSql, { role }: Caller, verb: string): Promise<string[]> {
  const rows = await tx`
    select c.relname as name from pg_class as c
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
      and has_table_privilege(${role}, c.oid, ${verb})`;
  return rows.map(({ name }) => name as string);
}

describe.each(Object.entries(VISIBLE))("%s", (table, expected) => {
  test.each(Object.entries(expected) as [Name, number | null][])("is seen by %s: %s", async (name, rows) => {
    const seen = database.rolledBack(async (tx) => {
      await fill(tx);
      await become(tx, CALLERS[name]);
      return tx`select from ${tx(table)}`;
    });
    if (rows === null) await expect(seen).rejects.toMatchObject({ code: "42501" });
    else expect(await seen).toHaveLength(rows);
  });
});

test("no table is left out above", async () => {
  const tables = await database.sql`
    select c.relname as name from pg_class as c
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')`;
  // Tests of their own look at these: jobs, api-keys and api-key-usage, rate-limits, idempotency, request-metrics.
  const elsewhere = ["jobs", "ml_api_keys", "ml_api_key_usage"];
  elsewhere.push(
    "request_metrics",
    "request_totals",
    "idempotency_keys",
    "rate_limit_buckets",
    "rate_limit_tiers",
    "rate_limits",
  );
  expect(tables.map(({ name }) => name).sort()).toEqual([...Object.keys(VISIBLE), ...elsewhere].sort());
});

/** Tables of which users write whole rows, their own; tests/sql/watchlists.test.ts tries them with others' rows. */
const WRITTEN_BY_USERS: Readonly<Record<string, readonly string[]>> = {
  delete: ["user_watchlists", "watchlist_symbols"],
};

test.each(["insert", "update", "delete", "truncate"])("nobody but the service may %s", async (verb) => {
  await database.rolledBack(async (tx) => {
    expect(await grantedTables(tx, ANON, verb)).toEqual([]);
    expect((await grantedTables(tx, USER, verb)).sort()).toEqual(WRITTEN_BY_USERS[verb] ?? []);
  });
});

test("a role that users write into their own profile makes no operator", async () => {
  const pretender: Caller = {
    role: "authenticated",
    claims: { sub: USER_ID, user_metadata: { role: "operator" }, role: "operator" },
  };
  await database.rolledBack(async (tx) => {
    await fill(tx);
    await become(tx, pretender);
    expect(await tx`select from public.ml_trials`).toHaveLength(0);
  });
});

test("a caller without claims sees what everybody sees", async () => {
  await database.rolledBack(async (tx) => {
    await fill(tx);
    await become(tx, { role: "authenticated" });
    expect(await tx`select from public.ml_predictions`).toHaveLength(0);
    expect(await tx`select from public.ml_models`).toHaveLength(1);
  });
});
