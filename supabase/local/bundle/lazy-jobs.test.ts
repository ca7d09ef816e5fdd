import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { readProject } from "../project-config.ts";
import { bundleFunctions } from "./bundle-functions.ts";

/** Code that only a slice needs. */
const RUNS_SLICES =
  /shared\/(services\/(training|uploads)|ml\/(learners|networks|boosting)|features|adapters\/onnx)\b/;

let folder: string;
let entrypoint: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "edgewise-lazy-jobs-"));
  const jobs = readProject().functions.filter(({ slug }) => slug === "jobs");
  const [bundled] = await bundleFunctions(jobs, folder, { sourceMaps: true });
  entrypoint = bundled!.entrypoint;
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Our files that come with a module of the bundle: at once, or with `lazily` also those that are imported later. */
async function sourcesOf(module: string, lazily: boolean, seen = new Set<string>()): Promise<string[]> {
  if (seen.has(module)) return [];
  seen.add(module);
  const text = await readFile(module, "utf8");
  const { sources } = JSON.parse(await readFile(`${module}.map`, "utf8")) as { sources: string[] };
  const imported = lazily ? /(?:from|import) ?\(?"(\.[^"]+)"/g : /(?:from|import) ?"(\.[^"]+)"/g;
  const modules = Array.from(text.matchAll(imported), ([, path]) => join(dirname(module), path!));
  const further = [];
  for (const path of modules) further.push(...(await sourcesOf(path, lazily, seen)));
  return [...sources, ...further];
}

it("an isolate that only lists and reads jobs loads no code of any kind; the bundle has all of it", async () => {
  const atOnce = await sourcesOf(entrypoint, false);
  expect(atOnce.some((path) => path.endsWith("functions/jobs/get-job.ts"))).toBe(true);
  expect(atOnce.filter((path) => RUNS_SLICES.test(path))).toEqual([]);
  const all = await sourcesOf(entrypoint, true);
  for (const job of ["training/job.ts", "uploads/evaluate-job.ts"]) {
    expect(all.some((path) => path.endsWith(`shared/services/${job}`))).toBe(true);
  }
});
