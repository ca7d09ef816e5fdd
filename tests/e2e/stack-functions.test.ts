import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { createStack, type Stack } from "../../supabase/local/create-stack.ts";
import { readProject } from "../../supabase/local/project-config.ts";
import { copyCluster } from "../support/database.ts";
import { testStack } from "../support/stack.ts";

const project = readProject(join(import.meta.dirname, "fixtures/stack/supabase/config.toml"));
let stack: Stack;
const lines: string[] = [];

beforeAll(async () => {
  stack = await testStack({ project, log: (_, line) => lines.push(line) });
});
afterAll(() => stack?.stop());

describe("a function", () => {
  it("sees the path below its name, the body, and an address that the caller cannot forge", async () => {
    const answer = await call("some/path?q=1", {
      method: "POST",
      body: "hello",
      headers: { "cf-connecting-ip": "6.6.6.6" },
    });
    expect(answer).toMatchObject({
      method: "POST",
      path: "/echo/some/path?q=1",
      body: "hello",
      headers: { "cf-connecting-ip": "127.0.0.1" },
    });
    expect(lines.filter((line) => line.startsWith("Deno.serve"))).toEqual([]);
  });

  it("streams both ways", async () => {
    const bytes = new Uint8Array(3_000_000).map((_, index) => index);
    const response = await fetch(`${stack.url}/functions/v1/echo/stream`, { method: "POST", body: bytes });
    expect(Buffer.from(await response.arrayBuffer()).equals(bytes)).toBe(true);
  });

  it("has neither what the edge runtime lacks nor what is none of its business", async () => {
    expect(await call("look-around")).toEqual({
      worker: "undefined",
      sharedMemory: "TypeError",
      home: "NotCapable",
      passwords: "NotCapable",
      outside: "NotCapable",
    });
  });

  it("that cannot start answers 503", async () => {
    const response = await fetch(`${stack.url}/functions/v1/broken`);
    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({ code: "BOOT_ERROR" });
  });

  it("that dies answers 500, and the next call is served again", async () => {
    const response = await fetch(`${stack.url}/functions/v1/echo/crash`);
    expect(response.status).toBe(500);
    expect(await response.json()).toMatchObject({ code: "WORKER_ERROR" });
    expect(await call("after")).toMatchObject({ path: "/echo/after" });
  });
});

describe("CPU limits", () => {
  it("give a used-up isolate no new work", async () => {
    const { pid } = await call("first");
    const burns = [await call("burn?ms=500"), await call("burn?ms=800")];
    expect(burns.map((burn) => burn.pid)).toEqual([pid, pid]);
    await expect.poll(async () => (await call("next")).pid).not.toBe(pid);
  });

  it("end a call with 546 at 2 s, and the next is served again", async () => {
    const response = await fetch(`${stack.url}/functions/v1/echo/burn?ms=20000`);
    expect(response.status).toBe(546);
    expect(await response.json()).toMatchObject({ code: "WORKER_LIMIT" });
    expect(await call("after")).toMatchObject({ path: "/echo/after" });
  });
});

describe("without CPU limits", () => {
  it("a call may take what it needs", async () => {
    await using unlimited = await testStack({ project, edgeLimits: "off" });
    const response = await fetch(`${unlimited.url}/functions/v1/echo/burn?ms=2500`);
    expect(response.status).toBe(200);
  });
});

describe("EdgeRuntime.waitUntil", () => {
  it("finishes its work after the answer, also when the isolate is retired or the stack stops meanwhile", async () => {
    const dataDir = mkdtempSync(join(tmpdir(), "edgewise-drain-"));
    onTestFinished(() => rmSync(dataDir, { recursive: true }));
    await copyCluster("bare", join(dataDir, "postgres"));
    const before = await createStack({ project, dataDir });
    const later = (name: string) => fetch(`${before.url}/functions/v1/echo/later?ms=800&name=${name}`);
    expect((await later("retired")).status).toBe(200);
    await fetch(`${before.url}/functions/v1/echo/burn?ms=1100`);
    expect((await later("stopped")).status).toBe(200);
    await before.stop();

    await using after = await createStack({ project, dataDir });
    const sql = postgres(after.databaseUrl);
    expect(await sql`select name from works order by name`).toEqual([
      { name: "retired" },
      { name: "stopped" },
    ]);
    await sql.end();
  });
});

async function call(path: string, init?: RequestInit) {
  return (await fetch(`${stack.url}/functions/v1/echo/${path}`, init)).json();
}
