import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createStack, type Stack } from "../../supabase/local/create-stack.ts";
import { runningProcess } from "../../supabase/local/processes.ts";
import { readProject } from "../../supabase/local/project-config.ts";
import { postmasterPid } from "../support/postmaster-pid.ts";
import { StackProcess } from "../support/stack-process.ts";

const CONFIG = join(import.meta.dirname, "fixtures/stack/supabase/config.toml");
const project = readProject(CONFIG);
let dataDir: string;

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), "edgewise-crash-"));
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

describe("after kill -9", () => {
  it("the next start ends what was left behind, and finds everything that was acknowledged", async () => {
    const process = new StackProcess(dataDir, CONFIG);
    const stack = await process.ready;
    const { pid } = await (await fetch(`${stack.url}/functions/v1/echo/`)).json();
    await insertWork(stack, "acknowledged");
    await process.killAlone();
    const [functionPid, postgresPid] = [Number(pid), postmasterPid(dataDir)];
    expect(runningProcess(functionPid) && runningProcess(postgresPid)).toBeDefined();

    await using after = await createStack({ project, dataDir });
    expect(runningProcess(functionPid) ?? runningProcess(postgresPid)).toBeUndefined();
    expect(after.keys).toEqual(stack.keys);
    expect(await works(after)).toEqual(["acknowledged"]);
  });

  it("of Postgres as well, the next start recovers from its log", async () => {
    const process = new StackProcess(dataDir, CONFIG);
    const stack = await process.ready;
    await insertWork(stack, "acknowledged");
    await process.kill();
    await using after = await createStack({ project, dataDir });
    expect(await works(after)).toEqual(["acknowledged"]);
  });

  it("at any moment of a start, the next start succeeds", async () => {
    for (const delayMs of [600, 1_000, 1_400, 1_800, 2_200]) {
      const process = new StackProcess(dataDir, CONFIG);
      await sleep(delayMs);
      await process.killAlone();
    }
    await using stack = await createStack({ project, dataDir });
    await insertWork(stack, "after all");
    expect(await works(stack)).toEqual(["after all"]);
  });
});

async function insertWork({ url, keys }: Pick<Stack, "url" | "keys">, name: string): Promise<void> {
  const headers = { apikey: keys.secret, "content-type": "application/json" };
  const response = await fetch(`${url}/rest/v1/works`, {
    method: "POST",
    headers,
    body: JSON.stringify({ name }),
  });
  expect(response.status).toBe(201);
}

async function works({ databaseUrl }: Stack): Promise<string[]> {
  const sql = postgres(databaseUrl);
  const rows = await sql<{ name: string }[]>`select name from works order by name`;
  await sql.end();
  return rows.map((row) => row.name);
}
