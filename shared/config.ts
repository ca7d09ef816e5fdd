import * as z from "zod";
import { DEFAULT_GATE_THRESHOLDS, type GateThresholds } from "./ml/gate/gate-thresholds.ts";
import { DEFAULT_POLICY, type PredictionPolicy } from "./services/prediction/predictor.ts";

/** A JSON object of names and values, as the platform passes its keys: `{"default":"sb_secret_..."}`. */
const namedKeys = z.string().transform((text, context) => {
  const parsed = z.record(z.string(), z.string().min(1)).safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  context.addIssue("must be a JSON object of key names and values");
  return z.NEVER;
});

const jwks = z.string().transform((text, context) => {
  const value = parseJson(text);
  const keys = z
    .array(z.looseObject({ kty: z.string() }))
    .safeParse(Array.isArray(value) ? value : value?.keys);
  if (keys.success) return keys.data;
  context.addIssue("must be a JSON Web Key Set");
  return z.NEVER;
});

const list = z.string().transform((text) =>
  text
    .split(",")
    .map((item) => item.trim())
    .filter(Boolean),
);

const share = (byDefault: number) => z.coerce.number().min(0).max(1).default(byDefault);

/** Where the local stack shows docs/troubleshooting.md. */
const LOCAL_PROBLEMS_PAGE = "/docs/troubleshooting";

const Environment = z
  .object({
    SUPABASE_URL: z.url(),
    SUPABASE_PUBLISHABLE_KEYS: namedKeys,
    SUPABASE_SECRET_KEYS: namedKeys,
    SUPABASE_JWKS: jwks.optional(),
    EDGEWISE_JWT_SECRET: z.string().min(32).optional(),
    EDGEWISE_PUBLIC_URL: z.url().optional(),
    EDGEWISE_PROBLEMS_URL: z.url().default(LOCAL_PROBLEMS_PAGE),
    EDGEWISE_CORS_ORIGINS: list.default([]),
    EDGEWISE_CLIENT_ADDRESS_HEADER: z.string().default("cf-connecting-ip"),
    EDGEWISE_CPU_BUDGET_MS: z.coerce.number().int().positive().max(1_000).default(400),
    EDGEWISE_ISOLATE_SECONDS: z.coerce.number().int().min(60).max(400).default(150),
    EDGEWISE_MAX_KEYS_PER_USER: z.coerce.number().int().positive().default(20),
    EDGEWISE_NEUTRAL_BAND: z.coerce.number().min(0).max(1).default(DEFAULT_POLICY.neutralBand),
    EDGEWISE_TOLERATED_MISSED_BARS: z.coerce
      .number()
      .int()
      .min(0)
      .max(1_000)
      .default(DEFAULT_POLICY.toleratedMissedBars),
    EDGEWISE_PREDICTION_CACHE_SECONDS: z.coerce
      .number()
      .min(0)
      .max(60)
      .default(DEFAULT_POLICY.cacheMs / 1_000),
    MIN_TRAINING_SAMPLES: z.coerce.number().int().min(1).default(DEFAULT_GATE_THRESHOLDS.minTrainingSamples),
    MIN_ACCURACY: share(DEFAULT_GATE_THRESHOLDS.minAccuracy),
    MIN_WIN_RATE: share(DEFAULT_GATE_THRESHOLDS.minWinRate),
    MIN_DEFLATED_SHARPE: share(DEFAULT_GATE_THRESHOLDS.minDeflatedSharpe),
    MAX_CALIBRATION_ERROR: share(DEFAULT_GATE_THRESHOLDS.maxCalibrationError),
    UPSTASH_REDIS_REST_URL: z.url().optional(),
    UPSTASH_REDIS_REST_TOKEN: z.string().min(1).optional(),
  })
  .superRefine((env, context) => {
    const asymmetric = (env.SUPABASE_JWKS ?? []).length > 0;
    if (asymmetric === Boolean(env.EDGEWISE_JWT_SECRET)) {
      context.addIssue("set exactly one of SUPABASE_JWKS (with keys) and EDGEWISE_JWT_SECRET");
    }
    if (Boolean(env.UPSTASH_REDIS_REST_URL) !== Boolean(env.UPSTASH_REDIS_REST_TOKEN)) {
      context.addIssue("UPSTASH_REDIS_REST_URL and UPSTASH_REDIS_REST_TOKEN go together");
    }
  });

/** Every variable that may be read; the local stack grants its functions these and no others. */
export const ENVIRONMENT_NAMES = Object.keys(Environment.shape) as (keyof z.input<typeof Environment>)[];

export interface Config {
  /** Base URL of the project as functions reach it. */
  readonly supabaseUrl: string;
  /** Base URL as clients reach it, for the links in answers. */
  readonly publicUrl: string;
  /** The page that a problem's `type` refers to, absolute or relative to the answer's URL. */
  readonly problemsUrl: string;
  readonly publishableKeys: Readonly<Record<string, string>>;
  /** Named secret keys; the one called "cron" opens job routes only. */
  readonly secretKeys: Readonly<Record<string, string>>;
  readonly jwt: JwtConfig;
  readonly corsOrigins: readonly string[];
  /** The one header that carries the client's address; the gateway overwrites it. */
  readonly clientAddressHeader: string;
  /** Synchronous work that one job slice may do before it must be saved. */
  readonly cpuBudgetMs: number;
  /** Wall clock that the platform gives an isolate: 150 s on the free plan, 400 s on others. */
  readonly isolateMs: number;
  /** API keys that a user may hold, revoked ones not counted. */
  readonly maxKeysPerUser: number;
  readonly predictionPolicy: PredictionPolicy;
  /** Demands of the promotion gate on models that are trained from now on. */
  readonly gate: GateThresholds;
  readonly upstash: { readonly url: string; readonly token: string } | undefined;
}

/** Exactly one way to verify a user's token: the project's public keys, or its shared secret where it has none. */
export type JwtConfig = { readonly issuer: string } & (
  | { readonly kind: "jwks"; readonly keys: readonly Record<string, unknown>[] }
  | { readonly kind: "hs256"; readonly secret: string }
);

interface EdgeGlobal {
  readonly Deno?: { readonly env: { get(name: string): string | undefined } };
}

/** Deno is asked itself where there is one: its stand-in for Node's `process` costs an isolate 30 ms of CPU to load. */
function readVariable(name: string): string | undefined {
  const { Deno } = globalThis as EdgeGlobal;
  return Deno ? Deno.env.get(name) : globalThis.process.env[name];
}

/** Reads and checks the environment once. Throws, naming each wrong variable but no value, so that a bad deploy fails at boot. */
export function readConfig(read: (name: string) => string | undefined = readVariable): Config {
  const present = ENVIRONMENT_NAMES.map((name) => [name, read(name) || undefined] as const);
  // Compiling a schema pays from the second use on; this one is used once.
  const parsed = Environment.safeParse(Object.fromEntries(present), { jitless: true });
  if (!parsed.success) {
    const issues = parsed.error.issues.map(
      (issue) => `${issue.path.join(".") || "environment"}: ${issue.message}`,
    );
    throw new Error(`The configuration is wrong.\n${issues.join("\n")}`);
  }
  const env = parsed.data;
  const publicUrl = env.EDGEWISE_PUBLIC_URL ?? env.SUPABASE_URL;
  const issuer = `${publicUrl}/auth/v1`;
  return {
    supabaseUrl: env.SUPABASE_URL,
    publicUrl,
    problemsUrl: env.EDGEWISE_PROBLEMS_URL,
    publishableKeys: env.SUPABASE_PUBLISHABLE_KEYS,
    secretKeys: env.SUPABASE_SECRET_KEYS,
    jwt: env.EDGEWISE_JWT_SECRET
      ? { kind: "hs256", issuer, secret: env.EDGEWISE_JWT_SECRET }
      : { kind: "jwks", issuer, keys: env.SUPABASE_JWKS ?? [] },
    corsOrigins: env.EDGEWISE_CORS_ORIGINS,
    clientAddressHeader: env.EDGEWISE_CLIENT_ADDRESS_HEADER,
    cpuBudgetMs: env.EDGEWISE_CPU_BUDGET_MS,
    isolateMs: env.EDGEWISE_ISOLATE_SECONDS * 1_000,
    gate: {
      minTrainingSamples: env.MIN_TRAINING_SAMPLES,
      minAccuracy: env.MIN_ACCURACY,
      minWinRate: env.MIN_WIN_RATE,
      minDeflatedSharpe: env.MIN_DEFLATED_SHARPE,
      maxCalibrationError: env.MAX_CALIBRATION_ERROR,
    },
    maxKeysPerUser: env.EDGEWISE_MAX_KEYS_PER_USER,
    predictionPolicy: {
      neutralBand: env.EDGEWISE_NEUTRAL_BAND,
      toleratedMissedBars: env.EDGEWISE_TOLERATED_MISSED_BARS,
      cacheMs: env.EDGEWISE_PREDICTION_CACHE_SECONDS * 1_000,
    },
    upstash:
      env.UPSTASH_REDIS_REST_URL && env.UPSTASH_REDIS_REST_TOKEN
        ? { url: env.UPSTASH_REDIS_REST_URL, token: env.UPSTASH_REDIS_REST_TOKEN }
        : undefined,
  };
}

function parseJson(text: string) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
