import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createStack } from "../../supabase/local/create-stack.ts";
import { DataInUseError } from "../../supabase/local/data-lock.ts";
import { claimPort, listen, PortInUseError } from "../../supabase/local/listen.ts";
import { runningProcess } from "../../supabase/local/processes.ts";
import { readProject } from "../../supabase/local/project-config.ts";
import { copyCluster } from "../support/database.ts";
import { postmasterPid } from "../support/postmaster-pid.ts";
import { StackProcess } from "../support/stack-process.ts";

const CONFIG = join(import.meta.dirname, "fixtures/stack/supabase/config.toml");
const project = readProject(CONFIG);
let dataDir: string;

beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), "edgewise-lifecycle-"));
  await copyCluster("bare", join(dataDir, "postgres"));
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

describe("a stack", () => {
  it("ends its children when it is told to stop", async () => {
    const process = new StackProcess(dataDir, CONFIG);
    const stack = await process.ready;
    const { pid } = await (await fetch(`${stack.url}/functions/v1/echo/`)).json();
    const postgresPid = postmasterPid(dataDir);
    expect(await process.stop()).toBe(0);
    expect(runningProcess(Number(pid)) ?? runningProcess(postgresPid)).toBeUndefined();
  });

  it("lets no second one use its data", async () => {
    await using _first = await createStack({ project, dataDir });
    await expect(createStack({ project, dataDir })).rejects.toThrow(DataInUseError);
  });

  it("names a port that is taken, and leaves nothing running", async () => {
    const other = createServer();
    const port = await listen(other, await claimPort());
    await expect(createStack({ project, dataDir, port })).rejects.toThrow(new PortInUseError(port));
    other.close();
    await using _next = await createStack({ project, dataDir, port });
  });
});
