import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { PROJECT_ROOT, readProject } from "../../../supabase/local/project-config.ts";
import { type BundledProject, bundledProject } from "../../../supabase/tools/deploy/bundled-project.ts";
import { type Rehearsal, rehearseDeploy } from "../../../supabase/tools/deploy/rehearse-deploy.ts";
import { readModuleGraph } from "./module-graph.ts";

// Uploads of `npm run deploy` for every function: bundles, of which the CLI must find each part.

const SLUGS = readProject().functions.map(({ slug }) => slug);
/** Far below the API's 5 MB, although nothing is compressed here. */
const MAX_BYTES = 2_500_000;

let project: BundledProject;
let rehearsal: Rehearsal;

beforeAll(async () => {
  project = await bundledProject(PROJECT_ROOT);
  rehearsal = await rehearseDeploy(["--workdir", project.workdir]);
});

afterAll(() => project?.[Symbol.asyncDispose]());

test("the CLI deploys them without a warning", () => {
  expect(rehearsal.warnings).toEqual([]);
  expect(rehearsal.exitCode, rehearsal.output).toBe(0);
  expect(rehearsal.uploads.map(({ slug }) => slug).sort()).toEqual([...SLUGS].sort());
});

function uploadOf(slug: string) {
  return rehearsal.uploads.find((candidate) => candidate.slug === slug)!;
}

function modulesWith(slug: string, pattern: RegExp): string[] {
  const modules = [...uploadOf(slug).files].filter(([, bytes]) =>
    pattern.test(new TextDecoder().decode(bytes)),
  );
  return modules.map(([path]) => path);
}

describe.each(SLUGS)("%s", (slug) => {
  test("carries all that it imports, lazily too, and nothing else", async () => {
    const upload = uploadOf(slug);
    expect(upload.metadata).toMatchObject({
      entrypoint_path: `functions/${slug}/index.js`,
      verify_jwt: false,
    });
    const { errors, modules, bareImports } = await readModuleGraph(upload);
    expect(errors).toEqual([]);
    expect([...upload.files.keys()].sort()).toEqual([...modules].sort());
    expect(bareImports).toEqual([]);
    const bytes = [...upload.files.values()].reduce((sum, file) => sum + file.byteLength, 0);
    expect(bytes).toBeLessThan(MAX_BYTES);
  });

  test("imports no CommonJS lazily, whose names would be lost", () => {
    expect(modulesWith(slug, /^export default require_\w+\(\);$/m)).toEqual([]);
  });

  test("carries no more of zod than it uses: every module imports it as a namespace", () => {
    expect(modulesWith(slug, /Eingabe: erwartet/)).toEqual([]);
  });
});
