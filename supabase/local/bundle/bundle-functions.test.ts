import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { bundleFunctions } from "./bundle-functions.ts";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "edgewise-bundle-"));
});
afterEach(() => rm(folder, { recursive: true }));

async function bundle(modules: Readonly<Record<string, string>>, sourceMaps = false) {
  for (const [name, text] of Object.entries(modules)) await writeFile(join(folder, name), text);
  const source = { slug: "hello", entrypoint: join(folder, "hello.ts") };
  const [bundled] = await bundleFunctions([source], join(folder, "out"), { sourceMaps });
  return { url: pathToFileURL(bundled!.entrypoint).href, text: await readFile(bundled!.entrypoint, "utf8") };
}

describe("bundleFunctions", () => {
  it("puts what is imported into one module, and what is imported lazily into another", async () => {
    const { url, text } = await bundle({
      "hello.ts":
        'import { now } from "./now.ts"; export const later = async () => now + (await import("./later.ts")).later;',
      "now.ts": 'export const now: string = "now, ";',
      "later.ts": 'export const later: string = "later";',
    });
    const module = (await import(/* @vite-ignore */ url)) as { later(): Promise<string> };
    expect(await module.later()).toBe("now, later");
    expect(text).toContain('"now, "');
    expect(text).not.toContain('"later"');
  });

  it("leaves zod's messages in other languages behind", async () => {
    const { text } = await bundle({
      "hello.ts": `import * as z from "${fileURLToPath(import.meta.resolve("zod"))}"; console.log(z.string().parse("x"));`,
    });
    expect(text).toContain("invalid_type");
    expect(text).not.toContain("erwartet");
  });

  it("empties its folder first, so that no module of a former bundle stays", async () => {
    await bundle({ "hello.ts": "export const first = 1;" }, true);
    await bundle({ "hello.ts": "export const second = 2;" });
    expect(await readdir(join(folder, "out/hello"))).toEqual(["index.js"]);
  });

  it("names the file and line of what cannot be found", async () => {
    await expect(bundle({ "hello.ts": '\nimport "./missing.ts";' })).rejects.toThrow(
      /hello\.ts:2.*missing\.ts/,
    );
  });
});
