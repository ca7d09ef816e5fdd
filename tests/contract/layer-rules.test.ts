import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const run = promisify(execFile);
const root = fileURLToPath(new URL("../..", import.meta.url));
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "edgewise-layers-"));
  await cp(join(root, "biome.json"), join(folder, "biome.json"));
  await cp(join(root, ".biome"), join(folder, ".biome"), { recursive: true });
  await symlink(join(root, "node_modules"), join(folder, "node_modules"));
  await writeFile(join(folder, ".gitignore"), "node_modules\n");
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Words of the linter on a file that stands at this place in the house. */
async function lint(path: string, source: string): Promise<string> {
  const file = join(folder, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, source);
  const biome = join(root, "node_modules/.bin/biome");
  const { stdout, stderr } = await run(biome, ["lint", "--vcs-enabled=false", path], { cwd: folder }).catch(
    (error) => error,
  );
  return `${stdout}${stderr}`;
}

const importing = (specifier: string) => `import { x } from "${specifier}";\nexport const y = x;\n`;

describe("the layers", () => {
  it.each([
    ["domain -> adapters", "shared/market/bad.ts", importing("../adapters/supabase/client.ts")],
    ["domain -> services", "shared/ml/boosting/bad.ts", importing("../../services/read-bars.ts")],
    ["domain -> http", "shared/indicators/bad.ts", importing("../http/problem.ts")],
    ["domain -> node", "shared/jobs/bad.ts", importing("node:fs")],
    ["services -> adapters", "shared/services/bad.ts", importing("../adapters/supabase/client.ts")],
    ["services -> http", "shared/services/deep/bad.ts", importing("./../../http/problem.ts")],
    ["wire -> services", "shared/wire/bad.ts", importing("../services/prediction/predictor.ts")],
    ["wire -> http", "shared/wire/bad.ts", importing("../http/problem.ts")],
    ["services -> wire", "shared/services/prediction/bad.ts", importing("../../wire/prediction.ts")],
    ["adapters -> services", "shared/adapters/supabase/bad.ts", importing("../../services/read-bars.ts")],
    ["http -> adapters", "shared/http/bad.ts", importing("../adapters/supabase/client.ts")],
    [
      "operation -> adapters",
      "functions/health/bad.ts",
      importing("../../shared/adapters/supabase/client.ts"),
    ],
    ["operation -> composition", "functions/health/bad.ts", importing("../../shared/composition/cache.ts")],
    ["services -> composition", "shared/services/bad.ts", importing("../composition/cache.ts")],
    ["operation -> environment", "functions/health/bad.ts", importing("../../shared/config.ts")],
    ["function -> function", "functions/health/bad.ts", importing("../market-data/app.ts")],
    ...[
      "shared/market/bad.ts",
      "shared/ports/bad.ts",
      "shared/wire/bad.ts",
      "shared/services/bars/bad.ts",
      "shared/adapters/supabase/bad.ts",
      "shared/composition/bad.ts",
      "shared/http/bad.ts",
      "shared/bad.ts",
      "functions/health/bad.ts",
      "functions/health/index.ts",
      "supabase/tools/bad.ts",
      "supabase/local/redis/bad.ts",
      "seed/bad.ts",
    ].map((path): [string, string, string] => {
      const up = "../".repeat(path.split("/").length - 1);
      return [`${path} -> tests`, path, importing(`${up}tests/support/memory/cache.ts`)];
    }),
  ])("refuse %s", async (_, path, source) => {
    expect(await lint(path, source)).toContain("noRestrictedImports");
  });

  it.each([
    ["the time", "shared/market/bad.ts", "export const now = Date.now();\n"],
    ["today", "shared/jobs/bad.ts", "export const now = new Date();\n"],
    ["chance", "shared/ml/bad.ts", "export const x = Math.random();\n"],
    ["engine-dependent maths", "shared/features/bad.ts", "export const x = Math.log(2);\n"],
  ])("keep %s out of domain code", async (_, path, source) => {
    expect(await lint(path, source)).toContain("plugin");
  });

  it.each([
    ["Deno", "export const x = Deno.args;\n"],
    ["fetch", "export const x = fetch('https://example.org');\n"],
    ["the environment", "export const x = process.env.HOME;\n"],
  ])("keep %s out of domain code", async (_, source) => {
    expect(await lint("shared/market/bad.ts", source)).toContain("noRestrictedGlobals");
  });

  it.each([
    ["services -> ports", "shared/services/good.ts", importing("../ports/clock.ts")],
    ["services -> domain", "shared/services/good.ts", importing("../market/bars.ts")],
    ["wire -> domain", "shared/wire/good.ts", importing("../decision/decide.ts")],
    ["wire -> ports", "shared/wire/good.ts", importing("../ports/model-store.ts")],
    ["operation -> http", "functions/health/good.ts", importing("../../shared/http/problem.ts")],
    ["operation -> its schema", "functions/health/good.ts", importing("./schema.ts")],
    ["test -> doubles", "functions/health/good.test.ts", importing("../../tests/support/memory/cache.ts")],
    ["index -> adapters", "functions/health/index.ts", importing("../../shared/adapters/supabase/client.ts")],
  ])("allow %s", async (_, path, source) => {
    expect(await lint(path, source)).not.toContain("noRestrictedImports");
  });
});
