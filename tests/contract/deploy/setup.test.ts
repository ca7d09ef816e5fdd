import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import postgres from "postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ONNX_WASM_OBJECT } from "../../../shared/adapters/onnx/wasm-object.ts";
import { createStack, type Stack } from "../../../supabase/local/create-stack.ts";
import { PROJECT_ROOT, readProject } from "../../../supabase/local/project-config.ts";

let stack: Stack;

beforeAll(async () => {
  stack = await createStack({ project: { ...readProject(), functions: [] } });
});

afterAll(async () => {
  await stack?.stop();
});

function setUp(env: Readonly<Record<string, string>>) {
  const program = join(PROJECT_ROOT, "node_modules/tsx/dist/cli.mjs");
  return promisify(execFile)(process.execPath, [program, join(PROJECT_ROOT, "supabase/tools/setup.ts")], {
    env: { PATH: process.env.PATH, ...env },
  });
}

function access(cronKey: string) {
  return {
    SUPABASE_URL: stack.url,
    SUPABASE_SECRET_KEY: stack.keys.secret,
    SUPABASE_DB_URL: stack.databaseUrl,
    EDGEWISE_CRON_KEY: cronKey,
  };
}

test("npm run setup uploads the WebAssembly once, and brings Vault's secrets up to date each time", async () => {
  expect((await setUp(access("sb_secret_first"))).stdout).toContain("is uploaded");
  expect((await setUp(access("sb_secret_second"))).stdout).toContain("was there already");

  const { bucket, path } = ONNX_WASM_OBJECT;
  const headers = { apikey: stack.keys.secret, authorization: `Bearer ${stack.keys.secret}` };
  const stored = await fetch(`${stack.url}/storage/v1/object/${bucket}/${path}`, { headers });
  const wasm = readFileSync(
    join(PROJECT_ROOT, "node_modules/onnxruntime-web/dist/ort-wasm-simd-threaded.wasm"),
  );
  expect(Buffer.from(await stored.arrayBuffer()).equals(wasm)).toBe(true);

  const sql = postgres(stack.databaseUrl, { max: 1 });
  const secrets = await sql`select name, decrypted_secret from vault.decrypted_secrets order by name`;
  await sql.end();
  expect([...secrets]).toEqual([
    { name: "edgewise_cron_key", decrypted_secret: "sb_secret_second" },
    { name: "edgewise_functions_url", decrypted_secret: `${stack.url}/functions/v1` },
  ]);
});

test("npm run setup names what is missing, and does nothing", async () => {
  const { SUPABASE_DB_URL: _, ...rest } = access("sb_secret_third");
  await expect(setUp(rest)).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining("SUPABASE_DB_URL"),
  });
});

test("a wrong key is refused, not taken for a missing file", async () => {
  const wrong = { ...access("sb_secret_third"), SUPABASE_SECRET_KEY: "sb_secret_wrong" };
  await expect(setUp(wrong)).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining("refused") });
});

test("the path in Storage bears the version that functions carry", () => {
  const manifest = JSON.parse(
    readFileSync(join(PROJECT_ROOT, "node_modules/onnxruntime-web/package.json"), "utf8"),
  );
  expect(ONNX_WASM_OBJECT.path).toContain(`onnxruntime-web-${manifest.version}/`);
});
