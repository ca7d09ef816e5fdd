import type { SupabaseClient } from "@supabase/supabase-js";
import type { Sql } from "postgres";
import { createStorageBlobStore } from "../../../shared/adapters/storage/blob-store.ts";
import { createSupabaseApiKeyStore } from "../../../shared/adapters/supabase/api-key-store.ts";
import { createSupabaseApiKeyUsageLog } from "../../../shared/adapters/supabase/api-key-usage-log.ts";
import { createSupabaseAuditLog } from "../../../shared/adapters/supabase/audit-log.ts";
import { createSupabaseBarStore } from "../../../shared/adapters/supabase/bar-store.ts";
import { createSupabaseCache } from "../../../shared/adapters/supabase/cache.ts";
import { createSupabaseCanaryTestStore } from "../../../shared/adapters/supabase/canary-test-store.ts";
import { createSupabaseFeatureStore } from "../../../shared/adapters/supabase/feature-store.ts";
import { createSupabaseIdempotencyStore } from "../../../shared/adapters/supabase/idempotency-store.ts";
import { createSupabaseInstrumentStore } from "../../../shared/adapters/supabase/instrument-store.ts";
import { createSupabaseJobStore } from "../../../shared/adapters/supabase/job-store.ts";
import { createSupabaseModelMetricsStore } from "../../../shared/adapters/supabase/model-metrics-store.ts";
import { createSupabaseModelRegistry } from "../../../shared/adapters/supabase/model-registry.ts";
import { createSupabaseModelStore } from "../../../shared/adapters/supabase/model-store.ts";
import { createSupabaseOutcomeStore } from "../../../shared/adapters/supabase/outcome-store.ts";
import { createSupabasePredictionArchive } from "../../../shared/adapters/supabase/prediction-archive.ts";
import { createSupabasePredictionLog } from "../../../shared/adapters/supabase/prediction-log.ts";
import { createPostgresRateLimiter } from "../../../shared/adapters/supabase/rate-limiter.ts";
import { createSupabaseTrialLog } from "../../../shared/adapters/supabase/trial-log.ts";
import { createSupabaseWatchlistStore } from "../../../shared/adapters/supabase/watchlist-store.ts";
import { toClassProbabilities } from "../../../shared/decision/class-probabilities.ts";
import { systemClock } from "../../../shared/http/system-clock.ts";
import type { TrainedModel } from "../../../shared/ports/model-registry.ts";
import type { PredictionRecord } from "../../../shared/ports/prediction-log.ts";
import type { StoreSubjects } from "../../contract/stores/suites.ts";
import { TEST_ACTOR, trainedModelOf } from "../../support/models.ts";
import { predictionRecord } from "../../support/prediction-record.ts";
import { declareInstrument } from "../../support/project-data.ts";
import { randomWalkBars } from "../../support/random-walk-bars.ts";
import { signedUp } from "../../support/stack.ts";
import type { RunningStack } from "../../support/stack-process.ts";

/** Any machine answers so soon. */
export const PATIENT_MS = 20_000;

/** A running stack, a client with its secret key, and its database behind them. */
export interface Platform {
  readonly stack: RunningStack;
  readonly client: SupabaseClient;
  readonly sql: Sql;
}

/** The adapters of a stack's database and Storage, with what each suite needs to find in them. */
export function databaseStores(platform: () => Platform): StoreSubjects {
  const client = () => platform().client;
  let names = 0;
  const newSymbol = async () => {
    const symbol = `SYN-STORE-${names++}`;
    await declareInstrument(client(), symbol);
    return symbol;
  };
  const register = async (
    symbol: string,
    version: string,
    fields: Partial<TrainedModel> = {},
  ): Promise<string> => {
    await createSupabaseModelRegistry(client()).register(trainedModelOf(symbol, { version, ...fields }));
    return version;
  };

  /** Logs one prediction of a model, with these probabilities of SELL, HOLD and BUY. */
  async function log(probabilities: readonly number[], fields: Partial<PredictionRecord>): Promise<void> {
    const { decision, ...record } = predictionRecord({ id: crypto.randomUUID(), ...fields });
    const told = { ...decision, probabilities: toClassProbabilities(Float32Array.from(probabilities)) };
    await createSupabasePredictionLog(client()).append([{ ...record, decision: told }]);
  }

  return {
    async "api-key-store"() {
      const [owner, other] = [crypto.randomUUID(), crypto.randomUUID()];
      await platform().sql`insert into auth.users (id) values (${owner}), (${other})`;
      return {
        store: createSupabaseApiKeyStore(client()),
        owner: { kind: "user", id: owner },
        other: { kind: "user", id: other },
        async record(keyId, usage) {
          const calls = usage.map((counted) => ({ ...counted, keyId, lastUsedAt: Date.parse(counted.day) }));
          await createSupabaseApiKeyUsageLog(client()).record(crypto.randomUUID(), calls);
        },
      };
    },
    async "audit-log"(acts) {
      const { sql } = platform();
      for (const { actor, action, subject, before, after } of acts) {
        const { requestId: request_id, ...who } = actor;
        await sql`select internal.audit(${sql.json({ ...who, request_id } as never)}, ${action}, ${subject.kind},
          ${subject.id}, ${sql.json(before as never)}, ${sql.json(after as never)})`;
      }
      return createSupabaseAuditLog(client());
    },
    "bar-store": async () => ({ store: createSupabaseBarStore(client()), symbol: await newSymbol() }),
    "blob-store": () => createStorageBlobStore(client(), "jobs"),
    cache: () => createSupabaseCache(client(), PATIENT_MS),
    async "canary-test-store"(pairs) {
      const store = createSupabaseCanaryTestStore(client());
      const symbol = pairs[0]!.symbol;
      await declareInstrument(client(), symbol);
      const champion = await register(symbol, "store-champion");
      const canary = await register(symbol, "store-canary");
      const models = createSupabaseModelStore(client());
      await models.promote(champion, TEST_ACTOR);
      const { labelSpec } = await models.setCanary(canary, 10, TEST_ACTOR);
      const storedRule = {
        kind: labelSpec.kind,
        barrier_multiple: labelSpec.barrierMultiple,
        volatility_window: labelSpec.volatilityWindow,
      };
      // A test counts no prediction from before it.
      const predictedAt = Date.now() + 60_000;
      for (const pair of pairs) {
        const bar = { symbol, barTs: pair.barTs, predictedAt };
        await log(pair.champion, { ...bar, modelVersion: champion });
        await log(pair.canary, { ...bar, modelVersion: canary, type: "SHADOW" });
      }
      await createSupabaseOutcomeStore(client()).settle(
        pairs.map(({ barTs, outcome: label, settledAt }) => ({
          due: { symbol, timeframe: "1h", barTs, labelSpec, storedRule },
          outcome: { label, longReturn: 0.01, shortReturn: -0.01, settledAt },
        })),
      );
      return { store, test: (await store.find(canary))! };
    },
    async "feature-store"() {
      const featureSetVersion = "store-features";
      await client().rpc("register_feature_set", { p_version: featureSetVersion, p_definition: {} });
      const ts = Date.UTC(2024, 0, 2);
      return {
        store: createSupabaseFeatureStore(client()),
        bar: { featureSetVersion, symbol: await newSymbol(), timeframe: "1h", ts },
        async stored() {
          const rows = client().from("ml_features").select("features");
          const { data } = await rows.eq("feature_set_version", featureSetVersion).throwOnError();
          return data.map(({ features }) =>
            features.map((value: number | "NaN") => (value === "NaN" ? null : value)),
          );
        },
      };
    },
    "idempotency-store": () => createSupabaseIdempotencyStore(client()),
    async "instrument-store"({ symbol, assetClass, tickSize, hasVolume, calendar }) {
      const p_instrument = {
        symbol,
        asset_class: assetClass,
        tick_size: tickSize,
        has_volume: hasVolume,
        calendar,
      };
      await client().rpc("upsert_instrument", { p_instrument }).throwOnError();
      return createSupabaseInstrumentStore(client());
    },
    async "job-store"(kinds) {
      for (const kind of kinds) {
        await platform().sql`insert into private.job_kinds (kind, run_path) values (${kind}, '/jobs/run')`;
      }
      return createSupabaseJobStore(client());
    },
    async "model-metrics-store"() {
      const symbol = await newSymbol();
      const versions = [await register(symbol, "store-quiet"), await register(symbol, "store-busy")] as const;
      return { store: createSupabaseModelMetricsStore(client()), versions };
    },
    async "model-store"({ models }) {
      for (const symbol of ["SYN-A", "SYN-B"]) await declareInstrument(client(), symbol);
      const store = createSupabaseModelStore(client());
      for (const { version, universe, symbols, horizonBars, labelSpec, gate, state } of models) {
        const status = state === "rejected" ? "rejected" : "candidate";
        await register(universe, version, { symbols, horizonBars, labelSpec, gate: gate!, status });
      }
      for (const { version, state } of models) {
        if (state === "active") await store.promote(version, TEST_ACTOR);
      }
      for (const { version, canaryPercent } of models) {
        if (canaryPercent !== undefined) await store.setCanary(version, canaryPercent, TEST_ACTOR);
      }
      return store;
    },
    async "outcome-store"(waiting) {
      const { symbol, timeframe, barTs: start } = waiting[0]!;
      await declareInstrument(client(), symbol);
      const bars = randomWalkBars({ rows: 30, seed: 1, start });
      await createSupabaseBarStore(client()).write({ symbol, timeframe, bars, onConflict: "skip" });
      const modelVersion = await register(symbol, "store-due");
      for (const { barTs } of waiting.toReversed())
        await log([0.25, 0.25, 0.5], { symbol, barTs, modelVersion });
      return createSupabaseOutcomeStore(client());
    },
    async "prediction-archive"(fields) {
      await declareInstrument(client(), fields.symbol);
      const modelVersion = await register(fields.symbol, "store-logged");
      await log(fields.probabilities, {
        ...fields,
        modelVersion,
        runtime: fields.runtime!,
        barTs: Date.parse(fields.barTime),
        predictedAt: Date.parse(fields.predictedAt),
        features: Object.fromEntries(
          Array.from(fields.inputs, (value, i) => [`f${i}`, Number.isNaN(value) ? null : value]),
        ),
      });
      return {
        archive: createSupabasePredictionArchive(client()),
        prediction: { ...fields, modelVersion },
      };
    },
    async "prediction-log"() {
      const symbol = await newSymbol();
      const modelVersion = await register(symbol, "store-log");
      return {
        log: createSupabasePredictionLog(client()),
        of: { modelVersion, symbol },
        async latencies(ids) {
          const rows = client().from("ml_predictions").select("id, processing_time_ms");
          const { data } = await rows.in("id", ids).throwOnError();
          return Object.fromEntries(data.map((row) => [row.id, row.processing_time_ms]));
        },
      };
    },
    "rate-limiter": async () => createPostgresRateLimiter(client(), systemClock, PATIENT_MS),
    async "trial-log"() {
      return {
        log: createSupabaseTrialLog(client()),
        symbols: [await newSymbol(), await newSymbol()] as const,
      };
    },
    async "watchlist-store"() {
      for (const symbol of ["SYN-0", "SYN-1", "SYN-2"]) await declareInstrument(client(), symbol);
      return createSupabaseWatchlistStore(await signedUp(platform().stack, `store-${names++}`));
    },
  };
}
