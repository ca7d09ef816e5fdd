import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { ENVIRONMENT_NAMES, readConfig } from "../../shared/config.ts";

const read = (name: string) => readFile(new URL(`../../${name}`, import.meta.url), "utf8");
const example = await read(".env.example");
const deployment = await read("docs/deploy.md");

/** The platform sets these itself. */
const OF_THE_PLATFORM = /^SUPABASE_/;
const settings = ENVIRONMENT_NAMES.filter((name) => !OF_THE_PLATFORM.test(name)).sort();
/** The project that the example's values are tried with. */
const PROJECT = {
  SUPABASE_URL: "https://abc.supabase.co",
  SUPABASE_PUBLISHABLE_KEYS: '{"default":"sb_publishable_a"}',
  SUPABASE_SECRET_KEYS: '{"default":"sb_secret_a"}',
  SUPABASE_JWKS: '{"keys":[{"kty":"EC"}]}',
};

describe("settings of the functions", () => {
  it("are the same in .env.example as in config.ts", () => {
    expect(exampleValues().map(([name]) => name)).toEqual(settings);
  });

  it("are the same in docs/deploy.md as in config.ts", () => {
    const [, section = ""] = deployment.split("## 4. Settings of the functions");
    const firstCells = section.split("\n## ")[0]!.matchAll(/^\|([^|]*)\|/gm);
    const named = [...firstCells].flatMap(([, cell]) => [...cell!.matchAll(/`([A-Z_]+)`/g)]);
    expect(named.map(([, name]) => name).sort()).toEqual(settings);
  });

  it("have the defaults that .env.example shows", () => {
    const shown = exampleValues().filter(([name]) => !/CORS|PUBLIC_URL|PROBLEMS_URL|JWT/.test(name));
    const example = readConfig((name) => ({ ...PROJECT, ...Object.fromEntries(shown) })[name]);
    expect(example).toEqual(readConfig((name) => PROJECT[name as keyof typeof PROJECT]));
  });
});

/** Names and values in the order of the names, those in comments too. */
function exampleValues(): (readonly [string, string])[] {
  const lines = example.matchAll(/^(?:# )?([A-Z_]+)=(.*)$/gm);
  return [...lines].map(([, name, value]) => [name!, value!] as const).sort(([a], [b]) => (a < b ? -1 : 1));
}
