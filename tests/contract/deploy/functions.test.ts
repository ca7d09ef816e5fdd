import { existsSync, readdirSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";
import { beforeAll, describe, expect, test } from "vitest";
import { PROJECT_ROOT, readProject } from "../../../supabase/local/project-config.ts";
import type { Upload } from "../../../supabase/tools/deploy/management-api.ts";
import { type Rehearsal, rehearseDeploy } from "../../../supabase/tools/deploy/rehearse-deploy.ts";
import { readModuleGraph } from "./module-graph.ts";
import { filesOf, manifestOf, parseNpmSpecifier, withDependencies } from "./npm-packages.ts";

// Uploads of the real CLI for every function, which the platform must be able to run.

/** The API takes 5 MB; a margin for what the bundler adds. */
const MAX_BUNDLE_BYTES = 4_000_000;

const { functions } = readProject();
// One that is declared before it is written fails the test that compares the two, not every other.
const slugs = functions.filter(({ entrypoint }) => existsSync(entrypoint)).map(({ slug }) => slug);
let rehearsal: Rehearsal;

beforeAll(async () => {
  rehearsal = await rehearseDeploy(slugs);
});

function uploadOf(slug: string): Upload {
  const upload = rehearsal.uploads.find((candidate) => candidate.slug === slug);
  if (!upload) throw new Error(`The CLI uploaded no ${slug}.`);
  return upload;
}

function importMapOf(upload: Upload): Record<string, unknown> & { imports: Record<string, string> } {
  return JSON.parse(new TextDecoder().decode(upload.files.get("deno.json")));
}

/** Target of a bare name in an import map, or undefined. */
function resolveBare(imports: Readonly<Record<string, string>>, specifier: string): string | undefined {
  const key = Object.keys(imports)
    .sort((a, b) => b.length - a.length)
    .find((name) => name === specifier || (name.endsWith("/") && specifier.startsWith(name)));
  return key && imports[key] + specifier.slice(key.length);
}

test("config.toml declares every function, and no other", () => {
  const folders = readdirSync(join(PROJECT_ROOT, "functions"), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
  expect(functions.map(({ slug }) => slug).sort()).toEqual(folders.sort());
  for (const { slug, entrypoint, importMap } of functions) {
    expect(relative(PROJECT_ROOT, entrypoint)).toBe(`functions/${slug}/index.ts`);
    expect(relative(PROJECT_ROOT, importMap)).toBe("deno.json");
  }
});

test("the CLI deploys them without a warning", () => {
  expect(rehearsal.warnings).toEqual([]);
  expect(rehearsal.exitCode, rehearsal.output).toBe(0);
  expect(rehearsal.uploads.map(({ slug }) => slug).sort()).toEqual([...slugs].sort());
});

describe.each(slugs)("%s", (slug) => {
  test("leaves checking its callers to code, and npm packages to the platform", () => {
    const upload = uploadOf(slug);
    expect(upload.metadata).toMatchObject({
      entrypoint_path: `functions/${slug}/index.ts`,
      import_map_path: "deno.json",
      verify_jwt: false,
    });
    // With nodeModulesDir the hosted bundler would look for packages in a node_modules that is not uploaded.
    expect(Object.keys(importMapOf(upload)).sort()).toEqual(["compilerOptions", "imports"]);
  });

  test("every module of its import graph is in the upload or in npm", async () => {
    const upload = uploadOf(slug);
    const { errors, modules, bareImports } = await readModuleGraph(upload);
    expect(errors).toEqual([]);
    expect([...upload.files.keys()]).toEqual(expect.arrayContaining([...modules]));

    const { imports } = importMapOf(upload);
    const unresolved = bareImports.filter(({ specifier }) => !resolveBare(imports, specifier));
    expect(unresolved).toEqual([]);
  });

  test("its bundle is far from the limit", async () => {
    const upload = uploadOf(slug);
    const { imports } = importMapOf(upload);
    const { bareImports } = await readModuleGraph(upload);
    const named = bareImports
      .filter(({ isCode }) => isCode)
      .map(({ specifier }) => parseNpmSpecifier(resolveBare(imports, specifier) ?? specifier));
    for (const { name, version } of named) expect(manifestOf(name).version, name).toBe(version);

    const packages = withDependencies(named.map(({ name }) => name));
    expect([...packages]).not.toContain("onnxruntime-web");
    const bundle = Buffer.concat([...upload.files.values(), ...[...packages].flatMap(filesOf)]);
    const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 6 } };
    const compressed = brotliCompressSync(bundle, quality).byteLength;
    console.info(
      `${slug}: ${upload.files.size} files and ${packages.size} packages,`,
      `${(bundle.byteLength / 1e6).toFixed(1)} MB unpacked, ${(compressed / 1e6).toFixed(2)} MB as brotli`,
    );
    expect(compressed).toBeLessThan(MAX_BUNDLE_BYTES);
  });
});

test("a module that is missing does not go unnoticed", async () => {
  const workdir = await mkdtemp(join(tmpdir(), "edgewise-broken-"));
  try {
    await mkdir(join(workdir, "supabase/functions/broken"), { recursive: true });
    await writeFile(join(workdir, "supabase/config.toml"), 'project_id = "broken"\n[functions.broken]\n');
    await writeFile(join(workdir, "supabase/functions/broken/deno.json"), '{ "imports": {} }');
    await writeFile(join(workdir, "supabase/functions/broken/index.ts"), 'import "./missing.ts";\n');
    const { exitCode, warnings } = await rehearseDeploy(["--workdir", workdir]);
    // The CLI itself is content.
    expect(exitCode).toBe(0);
    expect(warnings).toEqual([expect.stringContaining("missing.ts")]);
  } finally {
    await rm(workdir, { recursive: true });
  }
});
