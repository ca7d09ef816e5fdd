// The rotations of docs/security.md on a running project: every secret of it is replaced, and what was made with the old ones
// stands. The stack's own Vault and keys stand in for the platform's.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { createStack, type Stack } from "../../supabase/local/create-stack.ts";
import { loadKeys, type StackKeys } from "../../supabase/local/keys.ts";
import { readProject } from "../../supabase/local/project-config.ts";
import { setCronSecrets } from "../../supabase/tools/deploy/set-up-project.ts";
import { copyCluster } from "../support/database.ts";
import { clientOf, signedUp } from "../support/stack.ts";

const CREDENTIALS = { email: "ann@edgewise.test", password: "correct horse" };
const dataDir = mkdtempSync(join(tmpdir(), "edgewise-rotation-"));
const project = readProject();
const functions = project.functions.filter(({ slug }) => ["models", "jobs"].includes(slug));
let stack: Stack | undefined;

async function restart(environment: Record<string, string> = {}): Promise<Stack> {
  await stack?.stop();
  stack = await createStack({ dataDir, project: { ...project, functions }, environment });
  return stack;
}
afterAll(async () => {
  await stack?.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

/** Status of a function's answer to a credential. */
async function statusOf(headers: Record<string, string>, path = "models", method = "GET"): Promise<number> {
  const answer = await fetch(`${stack!.url}/functions/v1/${path}`, { method, headers });
  await answer.arrayBuffer();
  return answer.status;
}
const runJobs = (apikey: string) => statusOf({ apikey }, "jobs/run", "POST");

/** Status of a function's answer to the database, which calls it as pg_cron's jobs do: through pg_net, with the key in Vault. */
async function statusOfSchedule(): Promise<number> {
  const sql = postgres(stack!.databaseUrl, { max: 1 });
  try {
    await sql`delete from net._http_response`;
    await sql`select internal.call_function('/jobs/run')`;
    return await vi.waitFor(
      async () => {
        const [row] = await sql`select status_code from net._http_response`;
        return row!.status_code as number;
      },
      { timeout: 10_000, interval: 100 },
    );
  } finally {
    await sql.end();
  }
}

/** New keys are made where there are none; functions still take those of the old ones that are left to overlap. */
async function rotate(old: StackKeys): Promise<StackKeys> {
  rmSync(join(dataDir, "keys.json"));
  const keys = await loadKeys(dataDir);
  await restart({
    SUPABASE_SECRET_KEYS: JSON.stringify({ default: keys.secret, previous: old.secret, cron: keys.cron }),
    SUPABASE_PUBLISHABLE_KEYS: JSON.stringify({ default: keys.publishable, previous: old.publishable }),
  });
  return keys;
}

beforeAll(() => copyCluster("migrated", join(dataDir, "postgres")));

it("every secret is replaced, with an overlap where the platform has one", async () => {
  const { keys: old } = await restart();
  const ann = await signedUp(stack!, "ann");
  const { access_token } = (await ann.auth.getSession()).data.session!;
  const token = { authorization: `Bearer ${access_token}` };
  expect([await statusOf(token), await runJobs(old.cron), await statusOfSchedule()]).toEqual([200, 200, 200]);

  const keys = await rotate(old);
  for (const apikey of [old.secret, keys.secret, old.publishable, keys.publishable]) {
    expect(await statusOf({ apikey })).toBe(200);
  }
  // The shared JWT secret and the cron key have no overlap.
  expect([await statusOf(token), await runJobs(old.cron), await runJobs(keys.cron)]).toEqual([401, 401, 200]);
  const again = await clientOf(stack!).auth.signInWithPassword(CREDENTIALS);
  expect(await statusOf({ authorization: `Bearer ${again.data.session!.access_token}` })).toBe(200);

  // Until `npm run setup` has put the new cron key into Vault, scheduled calls are refused.
  await setCronSecrets(stack!.databaseUrl, stack!.url, old.cron);
  expect(await statusOfSchedule()).toBe(401);
  await setCronSecrets(stack!.databaseUrl, stack!.url, keys.cron);
  expect(await statusOfSchedule()).toBe(200);

  // The old keys are deleted.
  await restart();
  expect(await statusOf({ apikey: keys.secret })).toBe(200);
  for (const apikey of [old.secret, old.publishable]) expect(await statusOf({ apikey })).toBe(401);
});
