import { SignJWT } from "jose";
import { createCallerResolver } from "../../shared/http/callers.ts";
import type { HttpDeps } from "../../shared/http/env.ts";
import { createLogger } from "../../shared/http/logger.ts";
import { DEFAULT_TIERS, type Tiers } from "../../shared/limits/tier.ts";
import type { AnsweredCall } from "../../shared/ports/api-key-usage-log.ts";
import type { MeasuredRequest } from "../../shared/ports/request-metrics.ts";
import { verifyTestKey } from "./api-keys.ts";
import { createMemoryIdempotencyStore } from "./memory/idempotency-store.ts";
import { createMemoryRateLimiter } from "./memory/rate-limiter.ts";

export const TEST_SECRET_KEY = "sb_secret_test-only";
export const TEST_CRON_KEY = "sb_secret_cron-test-only";
export const TEST_PUBLISHABLE_KEY = "sb_publishable_test-only";
export const TEST_JWT_SECRET = "a test secret that is at least 32 characters";
export const TEST_ISSUER = "http://edgewise.test/auth/v1";
export const TEST_USER_ID = "6a1c7ba8-7a0f-4d8c-8f0e-0c2e1b5f3a11";
export const TEST_NOW = Date.UTC(2026, 0, 15, 12);

/** No limits at all: tests may ask as often as they like. */
const UNLIMITED_TIERS = Object.fromEntries(
  Object.keys(DEFAULT_TIERS).map((name) => [name, { perMinute: null, perHour: null, burst: null }]),
) as unknown as Tiers;

/** The HTTP layer's dependencies with known keys, a stopped clock and a log that tests can read. */
export function testHttpDeps(): HttpDeps & {
  readonly lines: string[];
  /** Answers that API keys got. */
  readonly counted: AnsweredCall[];
  /** Every answer, as the metrics see it. */
  readonly measured: MeasuredRequest[];
  readonly settle: () => Promise<void>;
} {
  const lines: string[] = [];
  const counted: AnsweredCall[] = [];
  const measured: MeasuredRequest[] = [];
  const pending: Promise<unknown>[] = [];
  const clock = { now: () => TEST_NOW, elapsed: () => 0 };
  const logger = createLogger("test", (line) => lines.push(line));
  return {
    lines,
    counted,
    countKeyUse: (call) => void counted.push(call),
    measured,
    measure: (request) => void measured.push(request),
    resolveCaller: createCallerResolver({
      publishableKeys: { default: TEST_PUBLISHABLE_KEY },
      secretKeys: { default: TEST_SECRET_KEY, cron: TEST_CRON_KEY },
      clientAddressHeader: "x-test-address",
      verifyApiKey: verifyTestKey,
      jwt: { kind: "hs256", issuer: TEST_ISSUER, secret: TEST_JWT_SECRET },
    }),
    clock,
    idempotency: createMemoryIdempotencyStore(),
    limiter: createMemoryRateLimiter(),
    tiers: async () => UNLIMITED_TIERS,
    clientAddressHeader: "x-test-address",
    logger,
    background: (work) =>
      void pending.push(work.catch((error) => logger.error("background_work_failed", error))),
    corsOrigins: ["https://app.example"],
    publicUrl: "http://edgewise.test",
    problemsUrl: "/docs/troubleshooting",
    settle: async () => void (await Promise.all(pending.splice(0))),
  };
}

/** A user's token as the platform's auth service signs it; each claim can be replaced to make a bad one. */
export function signTestToken(
  claims: { readonly role?: string; readonly [claim: string]: unknown } = {},
  options: {
    readonly userId?: string;
    readonly secret?: string;
    readonly issuer?: string;
    readonly audience?: string;
    readonly expires?: string;
  } = {},
): Promise<string> {
  return new SignJWT({ role: "authenticated", ...claims })
    .setProtectedHeader({ alg: "HS256" })
    .setSubject(options.userId ?? TEST_USER_ID)
    .setIssuer(options.issuer ?? TEST_ISSUER)
    .setAudience(options.audience ?? "authenticated")
    .setExpirationTime(options.expires ?? "1h")
    .sign(new TextEncoder().encode(options.secret ?? TEST_JWT_SECRET));
}
