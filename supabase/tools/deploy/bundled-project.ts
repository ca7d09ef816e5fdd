import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "deno-std/toml/parse.js";
import { stringify } from "deno-std/toml/stringify.js";
import { bundleFunctions } from "../../local/bundle/bundle-functions.ts";
import { readProject } from "../../local/project-config.ts";

export interface BundledProject extends AsyncDisposable {
  /** For the CLI's --workdir. */
  readonly workdir: string;
}

/**
 * A copy of a project for the CLI to deploy from, whose functions are bundled: the same settings, the same link to a
 * hosted project.
 * @throws BundleError
 */
export async function bundledProject(root: string): Promise<BundledProject> {
  const workdir = await mkdtemp(join(tmpdir(), "edgewise-deploy-"));
  const remove = () => rm(workdir, { recursive: true });
  try {
    const configPath = join(root, "supabase/config.toml");
    await mkdir(join(workdir, "supabase"));
    await bundleFunctions(readProject(configPath).functions, join(workdir, "functions"));
    await writeFile(join(workdir, "supabase/config.toml"), bundledConfig(await readFile(configPath, "utf8")));
    await copyLink(root, workdir);
  } catch (error) {
    await remove();
    throw error;
  }
  return { workdir, [Symbol.asyncDispose]: remove };
}

/** A config.toml whose functions are what was bundled of them; nothing in them needs an import map. */
function bundledConfig(text: string): string {
  const { functions, ...rest } = parse(text) as { functions: Record<string, Record<string, unknown>> };
  const bundled = Object.entries(functions).map(([slug, { import_map: _, ...settings }]) => [
    slug,
    { ...settings, entrypoint: `../functions/${slug}/index.js` },
  ]);
  return stringify({ ...rest, functions: Object.fromEntries(bundled) });
}

/** Takes along the files that `supabase link` wrote. */
async function copyLink(root: string, workdir: string): Promise<void> {
  const from = join(root, "supabase/.temp");
  await cp(from, join(workdir, "supabase/.temp"), { recursive: true }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code !== "ENOENT") throw error;
    },
  );
}
