import postgres from "postgres";
import type { Project } from "../project-config.ts";

const UNITS: Record<string, number> = { B: 1, KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30 };

/** Makes the buckets that config.toml declares and brings their settings up to date, as `supabase seed buckets` does. */
export async function seedBuckets(databaseUrl: string, buckets: Project["buckets"]): Promise<void> {
  const sql = postgres(databaseUrl, { max: 1, onnotice: () => {} });
  try {
    for (const [name, bucket] of Object.entries(buckets)) {
      const limit = bucket.file_size_limit === undefined ? null : bytesOf(bucket.file_size_limit);
      await sql`
        insert into storage.buckets (id, name, public, file_size_limit, allowed_mime_types)
        values (${name}, ${name}, ${bucket.public}, ${limit}, ${bucket.allowed_mime_types ?? null})
        on conflict (id) do update set public = excluded.public, file_size_limit = excluded.file_size_limit,
          allowed_mime_types = excluded.allowed_mime_types, updated_at = now()`;
    }
  } finally {
    await sql.end();
  }
}

function bytesOf(size: string): number {
  const [, count, unit = "B"] = /^(\d+)(B|KiB|MiB|GiB)?$/.exec(size) ?? [];
  if (count === undefined) throw new Error(`config.toml: "${size}" is no file size such as 50MiB`);
  return Number(count) * (UNITS[unit] ?? 1);
}
