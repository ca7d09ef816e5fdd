import { beforeEach, expect, it } from "vitest";
import { TEST_API_KEYS, TEST_KEY_ADDRESS } from "../../tests/support/api-keys.ts";
import { signTestToken, testHttpDeps } from "../../tests/support/http-deps.ts";
import { createMemoryRateLimiter, type Taking } from "../../tests/support/memory/rate-limiter.ts";
import type { LimitState } from "../limits/limit.ts";
import { DEFAULT_TIERS } from "../limits/tier.ts";
import { createHttpApp } from "./create-app.ts";
import type { App, HttpDeps } from "./env.ts";

const LIMIT = 4;
const TIERS = { ...DEFAULT_TIERS, anyone: { perMinute: LIMIT, perHour: null, burst: null } };
const ADDRESS = "198.51.100.1";

let deps: ReturnType<typeof testHttpDeps>;
let app: App;

function serve(changes: Partial<HttpDeps> = {}): void {
  deps = testHttpDeps();
  app = createHttpApp("test", { ...deps, tiers: async () => TIERS, ...changes });
  app.get("/whoami", (c) => c.json({ kind: c.var.caller.kind }));
}
beforeEach(() => serve());

const ask = async (headers: Record<string, string>, address = ADDRESS) =>
  await app.request("/test/whoami", { headers: { "x-test-address": address, ...headers } });
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

/** As the limiter answers whoever has one left, and whoever has none. */
const LAST: LimitState = { allowed: true, limit: LIMIT, remaining: 0, resetMs: 60_000 };
const SPENT: LimitState = { ...LAST, allowed: false, resetMs: 60_500 };

it("refused credentials of every kind count by address, until they are answered 429", async () => {
  const limiter = createMemoryRateLimiter([
    ...Array<LimitState>(LIMIT).fill(LAST),
    ...Array(LIMIT).fill(SPENT),
  ]);
  serve({ limiter });
  const refused = [
    bearer(await signTestToken({}, { secret: "another secret that is at least 32 characters" })),
    { apikey: "sb_secret_wrong" },
    { "x-api-key": TEST_API_KEYS.unknown },
    { "x-api-key": TEST_API_KEYS.bound },
  ];
  const first: Response[] = [];
  for (const headers of refused) first.push(await ask(headers));
  expect(first.map(({ status }) => status)).toEqual([401, 401, 401, 403]);
  expect(first.at(-1)!.headers.get("ratelimit-remaining")).toBe("0");
  for (const headers of refused) {
    const answer = await ask(headers);
    expect(answer.status).toBe(429);
    expect(answer.headers.get("retry-after")).toBe("61");
    expect(await answer.json()).toMatchObject({ code: "rate_limited" });
  }
  const window = { kind: "sliding_window", limit: LIMIT, windowMs: 60_000 };
  const [{ key }] = limiter.takings as [Taking];
  expect(key).toContain(ADDRESS);
  expect(limiter.takings).toEqual(Array(2 * LIMIT).fill({ key, limits: [window], cost: 1 }));
  expect(deps.measured.map(({ limiter }) => limiter)).toEqual([
    ...Array.from({ length: LIMIT }, () => "allowed"),
    ...Array.from({ length: LIMIT }, () => "limited"),
  ]);
});

it("nobody else is held to that: not who shows good credentials or none, not another address", async () => {
  const limiter = createMemoryRateLimiter();
  serve({ limiter });
  expect((await ask({ apikey: "sb_secret_wrong" })).status).toBe(401);
  expect((await ask(bearer(await signTestToken()))).status).toBe(200);
  expect((await ask({ "x-api-key": TEST_API_KEYS.full })).status).toBe(200);
  expect((await ask({})).status).toBe(200);
  expect(limiter.takings).toHaveLength(1);
  expect((await ask({ apikey: "sb_secret_wrong" }, TEST_KEY_ADDRESS)).status).toBe(401);
  expect(new Set(limiter.takings.map(({ key }) => key)).size).toBe(2);
});

it("stay refused while nobody can count", async () => {
  serve({ limiter: { kind: "broken", take: async () => Promise.reject(new Error("gone")) } });
  for (let attempt = 0; attempt <= LIMIT; attempt++) {
    expect((await ask({ apikey: "sb_secret_wrong" })).status).toBe(401);
  }
  expect(deps.measured.every(({ limiter }) => limiter === "failed_open")).toBe(true);
});
