import { sha256Hex } from "../../hash/sha256.ts";
import type { Artifacts } from "../../jobs/job-definition.ts";
import type { LruMap } from "../../memory/lru-map.ts";
import type { BlobStore } from "../../ports/blob-store.ts";
import type { BusyMeter } from "./busy-meter.ts";

/** Decoded artifacts that outlive a slice, by path and weighed by their bytes. */
export type ArtifactCache = LruMap<string, unknown>;

/** The artifacts of one job: blobs beside its checkpoints, waited for with the meter stopped. */
export function createJobArtifacts(
  deps: { readonly blobs: BlobStore; readonly cache: ArtifactCache; readonly meter: BusyMeter },
  jobId: string,
): Artifacts {
  const pathOf = (key: string) => `${jobId}/artifact-${key}`;
  return {
    async put(bytes) {
      const key = await deps.meter.waiting(() => sha256Hex(bytes));
      await deps.meter.waiting(() => deps.blobs.put(pathOf(key), bytes));
      return key;
    },
    async get<T>(key: string, decode: (bytes: Uint8Array<ArrayBuffer>) => T) {
      const path = pathOf(key);
      const cached = deps.cache.get(path);
      if (cached !== undefined) return cached as T;
      const bytes = await deps.meter.waiting(() => deps.blobs.get(path));
      if (!bytes) throw new Error(`the artifact ${path} is gone`);
      const value = decode(bytes);
      deps.cache.set(path, value, bytes.byteLength);
      return value;
    },
  };
}
