import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";

async function readJson(name: string) {
  return JSON.parse(await readFile(new URL(`../../${name}`, import.meta.url), "utf8"));
}

const { dependencies, devDependencies } = await readJson("package.json");
const { imports } = await readJson("deno.json");

describe("dependencies", () => {
  it("have exact versions", () => {
    for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies })) {
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

  it("are installed as the lock file says", async () => {
    const { packages } = await readJson("package-lock.json");
    expect(packages[""].dependencies).toEqual(dependencies);
    expect(packages[""].devDependencies).toEqual(devDependencies);
  });
});
