import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { parse } from "deno-std/toml/parse.js";
import * as z from "zod";

/** The repository's root; everything the stack serves lies below it. */
export const PROJECT_ROOT = resolve(import.meta.dirname, "../..");

const Bucket = z.object({
  public: z.boolean().default(false),
  file_size_limit: z.string().optional(),
  allowed_mime_types: z.array(z.string()).optional(),
});

const ProjectConfig = z.object({
  functions: z.record(z.string(), z.object({ entrypoint: z.string(), import_map: z.string() })).default({}),
  storage: z.object({ buckets: z.record(z.string(), Bucket).default({}) }).default({ buckets: {} }),
});

/** A function as supabase/config.toml declares it, its paths made absolute. */
export interface DeclaredFunction {
  slug: string;
  entrypoint: string;
  importMap: string;
}

export interface Project {
  migrationsDir: string;
  functions: DeclaredFunction[];
  buckets: Record<string, z.infer<typeof Bucket>>;
}

/** Reads what the stack needs of a config.toml of the Supabase CLI. */
export function readProject(configPath = resolve(PROJECT_ROOT, "supabase/config.toml")): Project {
  const config = ProjectConfig.parse(parse(readFileSync(configPath, "utf8")));
  const absolute = (path: string) => resolve(dirname(configPath), path);
  const functions = Object.entries(config.functions).map(([slug, declared]) => ({
    slug,
    entrypoint: absolute(declared.entrypoint),
    importMap: absolute(declared.import_map),
  }));
  return { migrationsDir: absolute("../migrations"), functions, buckets: config.storage.buckets };
}
