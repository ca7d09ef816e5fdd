import { Failure } from "../../failure.ts";
import type { BlobStore } from "../../ports/blob-store.ts";
import type { ProjectClient } from "../supabase/client.ts";

const PAGE = 1_000;

/** Blobs as objects of one private Storage bucket. */
export function createStorageBlobStore(client: ProjectClient, bucketName: string): BlobStore {
  const bucket = client.storage.from(bucketName);
  return {
    async get(path, signal) {
      const download = bucket.download(path, {}, signal && { signal }).asStream();
      const { data, error } = await outcomeOf(readAll(download));
      if (error && isMissing(error)) return undefined;
      return accept(data, error);
    },
    async put(path, bytes) {
      const options = { contentType: "application/octet-stream", upsert: true };
      const { data, error } = await outcomeOf(bucket.upload(path, bytes, options));
      accept(data, error);
    },
    async remove(paths) {
      for (let start = 0; start < paths.length; start += PAGE) {
        const { data, error } = await outcomeOf(bucket.remove(paths.slice(start, start + PAGE)));
        accept(data, error);
      }
    },
    async list(folder) {
      const names: string[] = [];
      for (;;) {
        const { data, error } = await outcomeOf(bucket.list(folder, { limit: PAGE, offset: names.length }));
        const page = accept(data, error);
        // The local stack's Storage gives the whole path, the hosted one the name below the folder.
        names.push(...page.map(({ name }) => name.slice(name.lastIndexOf("/") + 1)));
        if (page.length < PAGE) return names;
      }
    },
  };
}

interface Outcome<T> {
  readonly data: T | null;
  readonly error: unknown;
}

/** All of a stream: the Blob that the client makes of it otherwise costs almost three times the CPU. */
async function readAll(
  download: PromiseLike<Outcome<ReadableStream>>,
): Promise<Outcome<Uint8Array<ArrayBuffer>>> {
  const { data, error } = await download;
  return { data: data && new Uint8Array(await new Response(data).arrayBuffer()), error };
}

/** The client throws, instead of returning it, what goes wrong while an answer is being read. */
async function outcomeOf<T>(call: PromiseLike<Outcome<T>>): Promise<Outcome<T>> {
  try {
    return await call;
  } catch (error) {
    return { data: null, error };
  }
}

/** Storage says "not found" in several ways, depending on its version. */
function isMissing(error: unknown): boolean {
  const {
    status,
    statusCode,
    message = "",
  } = error as {
    status?: number;
    statusCode?: string;
    message?: string;
  };
  return status === 404 || statusCode === "404" || /not.?found/i.test(message);
}

function accept<T>(data: T | null, error: unknown): T {
  if (error !== null || data === null) {
    throw new Failure("unavailable", "The storage cannot be reached right now.", { cause: error });
  }
  return data;
}
