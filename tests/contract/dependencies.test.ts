import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";

async function readJson(name: string) {
  return JSON.parse(await readFile(new URL(`../../${name}`, import.meta.url), "utf8"));
}

/** Folders with packages of their own beside the root's; what only some commands need. */
const FOLDERS = ["tests", "tests/oracles", "supabase/tools/cli"];
const { dependencies, devDependencies } = await readJson("package.json");
const apart = await Promise.all(
  FOLDERS.map(async (folder) => ({ folder, manifest: await readJson(`${folder}/package.json`) })),
);
const { imports } = await readJson("deno.json");

describe("dependencies", () => {
  it("have exact versions", () => {
    const manifests = [{ dependencies, devDependencies }, ...apart.map(({ manifest }) => manifest)];
    const versions = manifests.flatMap((manifest) => [
      ...Object.entries<string>(manifest.dependencies ?? {}),
      ...Object.entries<string>(manifest.devDependencies ?? {}),
    ]);
    for (const [name, version] of versions) {
      expect(version, name).toMatch(/^\d+\.\d+\.\d+(?:-[\w.]+)?$/);
    }
  });

  it("are the same in deno.json, which deploys read, and in package.json, which everything else reads", () => {
    for (const [name, specifier] of Object.entries<string>(imports)) {
      const bare = name.replace(/\/$/, "");
      // "hono/" maps to "npm:/hono@1.2.3/": the slash is what lets subpaths through.
      const expected = name.endsWith("/")
        ? `npm:/${bare}@${dependencies[bare]}/`
        : `npm:${bare}@${dependencies[bare]}`;
      expect(specifier).toBe(expected);
    }
  });

  it("have one ONNX Runtime: the native one that tests compare with is of the version that serves", () => {
    const { manifest } = apart.find(({ folder }) => folder === "tests")!;
    expect(manifest.devDependencies["onnxruntime-node"]).toBe(dependencies["onnxruntime-web"]);
  });

  it.each(apart)("are locked in $folder", async ({ folder, manifest }) => {
    const { packages } = await readJson(`${folder}/package-lock.json`);
    expect(packages[""].dependencies).toEqual(manifest.dependencies);
    expect(packages[""].devDependencies).toEqual(manifest.devDependencies);
  });

  it("are installed as the lock file says", async () => {
    const { packages } = await readJson("package-lock.json");
    expect(packages[""].dependencies).toEqual(dependencies);
    expect(packages[""].devDependencies).toEqual(devDependencies);
  });
});
