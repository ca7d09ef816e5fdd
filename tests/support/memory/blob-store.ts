import type { BlobStore } from "../../../shared/ports/blob-store.ts";

/** Blobs in memory. */
export function createMemoryBlobStore(): BlobStore {
  const blobs = new Map<string, Uint8Array<ArrayBuffer>>();
  return {
    get: async (path) => blobs.get(path)?.slice(),
    async put(path, bytes) {
      blobs.set(path, bytes.slice());
    },
    async remove(paths) {
      for (const path of paths) blobs.delete(path);
    },
    async list(folder) {
      const prefix = `${folder}/`;
      const below = [...blobs.keys()].filter((path) => path.startsWith(prefix));
      return [...new Set(below.map((path) => path.slice(prefix.length).split("/")[0]!))].sort();
    },
  };
}
