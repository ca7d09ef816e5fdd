import { execFile } from "node:child_process";
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { denoBinary } from "../../../supabase/local/functions/deno-binary.ts";
import { PROJECT_ROOT } from "../../../supabase/local/project-config.ts";
import type { Upload } from "../../../supabase/tools/deploy/management-api.ts";

interface DenoModule {
  readonly specifier: string;
  readonly error?: string;
  readonly dependencies?: readonly { readonly specifier: string; readonly code?: object }[];
}

export interface ModuleGraph {
  /** Specifiers that could not be resolved. */
  readonly errors: readonly string[];
  /** The function's own modules, relative to the root of the upload. */
  readonly modules: readonly string[];
  /** Names that only the import map can resolve; `isCode` when more than types are imported. */
  readonly bareImports: readonly { readonly specifier: string; readonly isCode: boolean }[];
}

/** The import graph of an uploaded function as Deno finds it where nothing but the upload and npm packages are. */
export async function readModuleGraph(upload: Upload): Promise<ModuleGraph> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), "edgewise-upload-")));
  try {
    for (const [path, bytes] of upload.files) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), bytes);
    }
    await symlink(join(PROJECT_ROOT, "node_modules"), join(folder, "node_modules"));
    const args = ["info", "--json", "--node-modules-dir=manual", String(upload.metadata.entrypoint_path)];
    const { stdout } = await promisify(execFile)(denoBinary(), args, { cwd: folder, maxBuffer: 2 ** 26 });
    return summarise((JSON.parse(stdout) as { modules: DenoModule[] }).modules, `file://${folder}/`);
  } finally {
    await rm(folder, { recursive: true });
  }
}

function summarise(modules: readonly DenoModule[], root: string): ModuleGraph {
  const own = modules.filter(({ specifier }) => specifier.startsWith(root));
  const imports = own.flatMap(({ dependencies = [] }) => dependencies);
  return {
    errors: modules.flatMap(({ error }) => error ?? []),
    modules: own.map(({ specifier }) => specifier.slice(root.length)),
    bareImports: imports
      .filter(({ specifier }) => !/^(\.{0,2}\/|[a-z]+:)/.test(specifier))
      .map(({ specifier, code }) => ({ specifier, isCode: code !== undefined })),
  };
}
