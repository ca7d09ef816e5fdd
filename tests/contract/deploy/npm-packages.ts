import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { PROJECT_ROOT } from "../../../supabase/local/project-config.ts";

const NODE_MODULES = join(PROJECT_ROOT, "node_modules");

/** `npm:/@hono/zod-openapi@1.6.3/x` -> its name and version. */
export function parseNpmSpecifier(specifier: string): { name: string; version: string } {
  const [, name, version] = /^npm:\/?(@[^/]+\/[^@/]+|[^@/]+)@([^/]+)/.exec(specifier) ?? [];
  if (!name || !version) throw new Error(`${specifier} names no npm package with its exact version`);
  return { name, version };
}

interface Manifest {
  readonly version: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>;
}

export function manifestOf(name: string): Manifest {
  return JSON.parse(readFileSync(join(NODE_MODULES, name, "package.json"), "utf8")) as Manifest;
}

/** The packages and all that they need: a bundle takes each of them as a whole. */
export function withDependencies(names: Iterable<string>): Set<string> {
  const found = new Set<string>();
  const visit = (name: string) => {
    if (found.has(name)) return;
    found.add(name);
    const { dependencies = {}, peerDependencies = {}, peerDependenciesMeta = {} } = manifestOf(name);
    for (const needed of Object.keys(dependencies)) visit(needed);
    for (const needed of Object.keys(peerDependencies)) {
      if (!peerDependenciesMeta[needed]?.optional) visit(needed);
    }
  };
  for (const name of names) visit(name);
  return found;
}

/** Every file of a package, without packages nested in it. */
export function filesOf(name: string): Buffer[] {
  const read = (folder: string): Buffer[] =>
    readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
      if (entry.name === "node_modules") return [];
      const path = join(folder, entry.name);
      return entry.isDirectory() ? read(path) : [readFileSync(path)];
    });
  return read(join(NODE_MODULES, name));
}
