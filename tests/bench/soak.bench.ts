// npm run bench -- soak
// 50 users for 5 minutes (EDGEWISE_SOAK_MINUTES for another while) on the local stack with the CPU limits of isolates: half of
// them signed in, half with an API key of the usual limits. Prints latency and answers by route, and memory. Users, the
// stack's platform and its gateway share this process, and all of it the machine with Postgres and the functions.
import process from "node:process";
import postgres from "postgres";
import { FEATURE_SET } from "../../shared/features/feature-set.ts";
import { Random } from "../../shared/math/random.ts";
import { definitionOf } from "../../shared/services/training/phases/register.ts";
import { createStack } from "../../supabase/local/create-stack.ts";
import { readProject } from "../../supabase/local/project-config.ts";
import { peakMemoryOfFunctions } from "../e2e/faults/memory.ts";
import { registerFile } from "../support/project-data.ts";
import { clientOf, signedUp } from "../support/stack.ts";
import { newUser, storeKey } from "../support/stored-keys.ts";
import { callFunction, storeHourlyBars } from "../support/train-over-http.ts";
import { INSTRUMENT, newestBars, trainedFile, VERSION } from "./http/predicted-model.ts";
import { quantile } from "./quantile.ts";
import { type Outcome, type Visit, visit } from "./soak/visitor.ts";

const USERS = 50;
const MINUTES = Number(process.env.EDGEWISE_SOAK_MINUTES ?? 5);
/** About 20 requests a minute and user, 15 a second in all. */
const PAUSE_MS = 3_000;
const LIMITS = { rate_limit_per_minute: 60, rate_limit_per_hour: 1_000 };
const SLUGS = ["health", "indicators", "market-data", "ml-predict", "models", "watchlists"];

const { symbol } = INSTRUMENT;
const SHARED: Visit[] = [
  { route: "POST /ml-predict", path: "ml-predict", body: { symbol }, weight: 4 },
  { route: "POST /indicators", path: "indicators", body: { symbol, timeframe: "1h" }, weight: 2 },
  {
    route: "GET /market-data/bars (300)",
    path: `market-data/bars?symbol=${symbol}&timeframe=1h&limit=300`,
    weight: 2,
  },
  { route: "GET /models", path: "models", weight: 1 },
  { route: "GET /indicators/features", path: "indicators/features", weight: 1 },
];
const OF_USERS: Visit[] = [
  {
    route: "GET /watchlists (quotes, predictions)",
    path: "watchlists?expand=quotes,predictions",
    weight: 2,
  },
];

const project = readProject();
await using stack = await createStack({
  project: { ...project, functions: project.functions.filter(({ slug }) => SLUGS.includes(slug)) },
});
await storeHourlyBars(stack, INSTRUMENT, newestBars());
const featureSet = { version: FEATURE_SET.version, definition: definitionOf(FEATURE_SET) };
await registerFile(clientOf(stack, stack.keys.secret), symbol, trainedFile(), {
  version: VERSION,
  featureSet,
});
await callFunction(stack, "POST", `models/${VERSION}/promote`);

/** Someone who is signed in and has a watchlist. */
async function signedIn(name: string) {
  const client = await signedUp(stack, name);
  const { access_token } = (await client.auth.getSession()).data.session!;
  const headers = { apikey: stack.keys.publishable, authorization: `Bearer ${access_token}` };
  await fetch(`${stack.url}/functions/v1/watchlists`, {
    method: "POST",
    headers: { ...headers, "content-type": "application/json" },
    body: JSON.stringify({ name: "mine", symbols: [symbol] }),
  });
  return { headers, visits: [...SHARED, ...OF_USERS] };
}

async function keyHolder(sql: postgres.Sql) {
  const key = await storeKey(sql, await newUser(sql), ["*"], LIMITS);
  return { headers: { "x-api-key": key }, visits: SHARED };
}

const sql = postgres(stack.databaseUrl, { max: 1 });
const visitors: { headers: Record<string, string>; visits: readonly Visit[] }[] = [];
for (let user = 0; user < USERS; user++) {
  visitors.push(user % 2 === 0 ? await signedIn(`user-${user}`) : await keyHolder(sql));
}
await sql.end();

const residentMb = () => Math.round(process.memoryUsage.rss() / 1024 ** 2);
const functionsMb = () => Object.values(peakMemoryOfFunctions());
const outcomes: Outcome[] = [];
const peaks: number[] = [];
const watching = setInterval(() => peaks.push(...functionsMb()), 1_000);
const started = residentMb();
const endsAt = performance.now() + MINUTES * 60_000;
await Promise.all(
  visitors.map((visitor, user) =>
    visit(stack, visitor, { random: Random.seeded(user), pauseMs: PAUSE_MS, endsAt }, (outcome) =>
      outcomes.push(outcome),
    ),
  ),
);
clearInterval(watching);
const ended = residentMb();

console.log(`${USERS} users, ${MINUTES} minutes, ${outcomes.length} requests; times in ms\n`);
console.log("| route | requests | p50 | p95 | p99 | answers |\n|---|---:|---:|---:|---:|---|");
for (const route of [...SHARED, ...OF_USERS].map(({ route }) => route)) {
  print(
    route,
    outcomes.filter((outcome) => outcome.route === route),
  );
}
print("all", outcomes);
console.log(`\nMemory of stack and users in one process: ${started} MB at the start, ${ended} MB at the end`);
console.log(`The largest function's process at any time: ${Math.max(...peaks)} MB`);

function print(name: string, of: readonly Outcome[]): void {
  const answered = of.filter(({ answer }) => answer === "200").map(({ durationMs }) => durationMs);
  const times = [0.5, 0.95, 0.99].map((share) =>
    answered.length ? quantile(answered, share).toFixed(1) : "-",
  );
  const counts = new Map<string, number>();
  for (const { answer } of of) counts.set(answer, (counts.get(answer) ?? 0) + 1);
  const answers = [...counts].sort().map(([answer, count]) => `${answer}: ${count}`);
  console.log(`| ${name} | ${of.length} | ${times.join(" | ")} | ${answers.join(", ")} |`);
}
