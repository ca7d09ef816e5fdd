import postgres from "postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Stack } from "../../supabase/local/create-stack.ts";
import { callFunction } from "../support/train-over-http.ts";
import { enqueueLongTraining, trainingStack, triggerLongTraining } from "../support/training-stack.ts";

let stack: Stack;
beforeAll(async () => {
  stack = await trainingStack();
});
afterAll(() => stack?.stop());

test("a training under way can be cancelled, and its scope is free again", async () => {
  const { job_url, job_id } = await triggerLongTraining(stack, "cancelled");
  const path = `jobs/${job_id}`;
  const slices = async () => (await callFunction(stack, "GET", path)).slices;
  await expect.poll(slices, { timeout: 20_000 }).toBeGreaterThan(0);
  expect(await callFunction(stack, "POST", `${path}/cancel`)).toMatchObject({ state: "cancelled" });
  const again = await triggerLongTraining(stack, "again");
  expect(again.job_url).not.toBe(job_url);
  await callFunction(stack, "POST", `jobs/${again.job_id}/cancel`);
});

test("a job whose chain of calls was lost is found by pg_cron and goes on", async () => {
  const { job } = await enqueueLongTraining(stack, "found");
  const path = `jobs/${job.id}`;
  const sql = postgres(stack.databaseUrl, { max: 1 });
  // The work of pg_cron every minute: through Vault, pg_net and the cron key to the run route.
  await sql`select internal.tend_jobs()`;
  await sql.end();
  const slices = async () => (await callFunction(stack, "GET", path)).slices;
  await expect.poll(slices, { timeout: 20_000 }).toBeGreaterThan(1);
  await callFunction(stack, "POST", `${path}/cancel`);
});
