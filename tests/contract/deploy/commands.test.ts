import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "deno-std/toml/stringify.js";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ENVIRONMENT_NAMES } from "../../../shared/config.ts";
import { deployFunctions } from "../../../supabase/tools/deploy/deploy-functions.ts";
import { type ManagementApi, startManagementApi } from "../../../supabase/tools/deploy/management-api.ts";
import { runCli } from "../../../supabase/tools/deploy/run-cli.ts";

// The commands of docs/deploy.md that talk to the Management API, against the stand-in as if it were the real one.

const TOKEN = { SUPABASE_ACCESS_TOKEN: `sbp_${"a".repeat(40)}` };

let api: ManagementApi;
let folder: string;

beforeEach(async () => {
  api = await startManagementApi();
  folder = await mkdtemp(join(tmpdir(), "edgewise-project-"));
});

afterEach(async () => {
  await api?.[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

function target() {
  return ["--remote=abcdefghijklmnopqrst", "--profile", api.profilePath];
}

/** A project with one function, whose only module is the text. */
async function projectWith(source: string) {
  await mkdir(join(folder, "supabase/functions/hello"), { recursive: true });
  const declared = { entrypoint: "functions/hello/index.ts", import_map: "functions/deno.json" };
  const settings = stringify({ functions: { hello: { ...declared, verify_jwt: false } } });
  await writeFile(join(folder, "supabase/config.toml"), settings);
  await writeFile(join(folder, "supabase/functions/hello/index.ts"), source);
}

async function deploy(args: readonly string[] = target()) {
  let output = "";
  const onOutput = (chunk: string) => {
    output += chunk;
  };
  const exitCode = await deployFunctions(args, { root: folder, env: TOKEN, onOutput });
  return { exitCode, output };
}

describe("npm run deploy", () => {
  test("deploys what the rehearsal found sound", async () => {
    await projectWith('Deno.serve(() => new Response("hello"));');
    expect((await deploy()).exitCode).toBe(0);
    expect(api.uploads.map(({ slug, metadata }) => [slug, metadata.verify_jwt])).toEqual([["hello", false]]);
  });

  test("deploys to the project that the folder is linked to", async () => {
    await projectWith('Deno.serve(() => new Response("hello"));');
    await mkdir(join(folder, "supabase/.temp"));
    await writeFile(join(folder, "supabase/.temp/project-ref"), "abcdefghijklmnopqrst");
    const { exitCode, output } = await deploy(["--profile", api.profilePath]);
    expect(output).toContain("Deployed Functions on project abcdefghijklmnopqrst");
    expect(exitCode).toBe(0);
  });

  test("deploys nothing when a module is missing, and says which", async () => {
    await projectWith('import "./missing.ts";');
    await expect(deploy()).rejects.toThrow(/index\.ts:1.*missing\.ts/);
    expect(api.uploads).toEqual([]);
  });
});

test("secrets set takes every setting that the platform does not provide itself", async () => {
  const names = ENVIRONMENT_NAMES.filter((name) => !name.startsWith("SUPABASE_"));
  const envFile = join(folder, "production.env");
  await writeFile(envFile, names.map((name) => `${name}=value of ${name}\n`).join(""));
  const run = await runCli(["secrets", "set", "--env-file", envFile, "--yes", ...target()], { env: TOKEN });
  expect(run.exitCode, run.output).toBe(0);
  expect(Object.fromEntries(api.secrets)).toEqual(
    Object.fromEntries(names.map((name) => [name, `value of ${name}`])),
  );
});
