// npm run bench -- api-keys
// Cost of the check of an API key: in memory (warm), where it is to take less than 1 ms of compute, and past it (cold),
// where it is to take one round trip to the database. The stack runs in this process: its compute is in the cold rows.
import process from "node:process";
import { createClient } from "@supabase/supabase-js";
import { WebSocket } from "ws";
import { createSupabaseApiKeyDirectory } from "../../shared/adapters/supabase/api-key-directory.ts";
import { createSupabaseApiKeyStore } from "../../shared/adapters/supabase/api-key-store.ts";
import { createCallerResolver } from "../../shared/http/callers.ts";
import type { ApiKeyDirectory } from "../../shared/ports/api-key-verifier.ts";
import { createKeyText } from "../../shared/services/api-keys/create-text.ts";
import { createKeyVerifier } from "../../shared/services/api-keys/verify-cached.ts";
import { createStack } from "../../supabase/local/create-stack.ts";
import { readProject } from "../../supabase/local/project-config.ts";
import { TEST_API_KEYS, verifyTestKey } from "../support/api-keys.ts";
import { signTestToken, TEST_ISSUER, TEST_JWT_SECRET, TEST_PUBLISHABLE_KEY } from "../support/http-deps.ts";
import { signedUp } from "../support/stack.ts";
import { quantile } from "./quantile.ts";

const WARM_RUNS = 50_000;
const COLD_RUNS = 500;

/** A clock that tests can push past what a verifier remembers. */
let aheadMs = 0;
const clock = { now: () => Date.now(), elapsed: () => aheadMs };

function resolverOver(directory: ApiKeyDirectory) {
  return createCallerResolver({
    publishableKeys: { default: TEST_PUBLISHABLE_KEY },
    secretKeys: {},
    jwt: { kind: "hs256", issuer: TEST_ISSUER, secret: TEST_JWT_SECRET },
    clientAddressHeader: "cf-connecting-ip",
    verifyApiKey: createKeyVerifier({ directory, clock }),
  });
}

interface Run {
  readonly wallMs: number;
  /** Of all threads: what the machine's other work takes is not in it. */
  readonly computeMs: number;
}

/** Each run, after a hundredth of them that is not counted. */
async function time(runs: number, work: () => Promise<unknown>): Promise<Run[]> {
  const measured: Run[] = [];
  for (let run = -runs / 100; run < runs; run++) {
    const [started, before] = [performance.now(), process.cpuUsage()];
    await work();
    const { user, system } = process.cpuUsage(before);
    const wallMs = performance.now() - started;
    if (run >= 0) measured.push({ wallMs, computeMs: (user + system) / 1_000 });
  }
  return measured;
}

const headersOf = (key: string) => new Headers({ "x-api-key": key, "cf-connecting-ip": "203.0.113.7" });
const memory = resolverOver({ validate: () => verifyTestKey(TEST_API_KEYS.full, undefined) });
const token = await signTestToken();
const user = new Headers({ apikey: TEST_PUBLISHABLE_KEY, authorization: `Bearer ${token}` });

const project = readProject();
await using stack = await createStack({ project: { ...project, functions: [] } });
let roundTrips = 0;
const client = createClient(stack.url, stack.keys.secret, {
  auth: { persistSession: false, autoRefreshToken: false },
  global: {
    fetch: (...request: Parameters<typeof fetch>) => {
      roundTrips += 1;
      return fetch(...request);
    },
  },
  // Node 20 has no WebSocket of its own.
  realtime: { transport: WebSocket as never },
});
const owner = await (await signedUp(stack, "bench")).auth.getUser();
const { key, stored } = await createKeyText("live");
const settings = {
  name: "bench",
  type: "prediction",
  environment: "live",
  scopes: ["*"],
  ipAllowlist: [],
} as const;
await createSupabaseApiKeyStore(client).issue(
  { kind: "user", id: owner.data.user!.id },
  { ...settings, ...stored, description: null, metadata: {}, expiresAt: undefined },
  1,
);

const database = resolverOver(createSupabaseApiKeyDirectory(client));
roundTrips = 0;
const cold = await time(COLD_RUNS, () => {
  aheadMs += 60_000;
  return database(headersOf(key));
});
const coldTrips = roundTrips / (COLD_RUNS * 1.01);
roundTrips = 0;
const restRow = await time(COLD_RUNS, async () => await client.from("instruments").select("symbol"));

const typo = `${TEST_API_KEYS.full.slice(0, -1)}!`;
const rows: [string, Run[]][] = [
  ["API key, warm", await time(WARM_RUNS, () => memory(headersOf(TEST_API_KEYS.full)))],
  ["API key with a typo", await time(WARM_RUNS, () => memory(headersOf(typo)).catch(() => {}))],
  ["a user's token, for comparison", await time(WARM_RUNS / 10, () => memory(user))],
  ["API key, cold", cold],
  ["REST: one row, for comparison", restRow],
];
const columns = (["computeMs", "wallMs"] as const).flatMap((name) =>
  [0.5, 0.99].map(
    (share) => (runs: Run[]) =>
      quantile(
        runs.map((run) => run[name]),
        share,
      ).toFixed(3),
  ),
);
console.log(
  "Times in ms\n\n| | compute p50 | compute p99 | wall p50 | wall p99 |\n|---|---:|---:|---:|---:|",
);
for (const [name, runs] of rows) console.log(`| ${name} | ${columns.map((of) => of(runs)).join(" | ")} |`);
console.log(`\nRound trips of a cold check: ${coldTrips.toFixed(2)}`);
