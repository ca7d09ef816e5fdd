/** Binary objects by path: model files, training matrices, job checkpoints. Paths are never overwritten with other bytes. */
export interface BlobStore {
  /** The object's bytes, or undefined where there is none; rejects when the signal says that nobody waits any more. */
  get(path: string, signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer> | undefined>;
  /** Stores the bytes; storing the same path again replaces them. */
  put(path: string, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  /** Removes the objects; paths that do not exist are ignored. */
  remove(paths: readonly string[]): Promise<void>;
  /** Names directly under the folder. */
  list(folder: string): Promise<string[]>;
}
