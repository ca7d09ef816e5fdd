import { createHash } from "node:crypto";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { App } from "@supabase/lite";

type StorageAdapter = NonNullable<App["_storageAdapter"]>;
type ObjectMetadata = Awaited<ReturnType<StorageAdapter["headObject"]>>;
type Body = Parameters<StorageAdapter["uploadObject"]>[3];

/**
 * Keeps the bytes of Storage in a folder, one file an object: a line of JSON with its metadata, then its bytes. One
 * file, put in place by a rename, because an object must be whole or absent whenever the process is killed.
 */
export class FileStorage implements StorageAdapter {
  readonly driver = undefined;
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async uploadObject(
    bucket: string,
    key: string,
    _version: string | undefined,
    body: Body,
    mimetype: string,
    cacheControl: string,
  ): Promise<ObjectMetadata> {
    const bytes = Buffer.from(await new Response(body as BodyInit).arrayBuffer());
    const eTag = `"${createHash("md5").update(bytes).digest("hex")}"`;
    const size = bytes.byteLength;
    const metadata = { cacheControl, contentLength: size, size, mimetype, lastModified: new Date(), eTag };
    await this.#write(bucket, key, Buffer.concat([Buffer.from(`${JSON.stringify(metadata)}\n`), bytes]));
    return metadata;
  }

  async getObject(bucket: string, key: string): ReturnType<StorageAdapter["getObject"]> {
    const { metadata, bytes } = await this.#read(bucket, key);
    return { metadata, httpStatusCode: 200, body: bytes };
  }

  async headObject(bucket: string, key: string): Promise<ObjectMetadata> {
    return (await this.#read(bucket, key)).metadata;
  }

  async copyObject(
    sourceBucket: string,
    source: string,
    _sourceVersion: string | undefined,
    bucket: string,
    key: string,
  ): ReturnType<StorageAdapter["copyObject"]> {
    await this.#write(bucket, key, await readFile(this.#path(sourceBucket, source)));
    const { eTag, lastModified = new Date() } = await this.headObject(bucket, key);
    return { httpStatusCode: 200, eTag, lastModified };
  }

  async deleteObject(bucket: string, key: string): Promise<void> {
    await rm(this.#path(bucket, key), { force: true });
  }

  async deleteObjects(bucket: string, keys: string[]): Promise<void> {
    await Promise.all(keys.map((key) => this.deleteObject(bucket, key)));
  }

  async privateAssetUrl(bucket: string, key: string): Promise<string> {
    return `file://${this.#path(bucket, key)}`;
  }

  async #write(bucket: string, key: string, content: Buffer): Promise<void> {
    const path = this.#path(bucket, key);
    const draft = `${path}.${crypto.randomUUID()}.draft`;
    await mkdir(dirname(path), { recursive: true });
    await writeFile(draft, content);
    await rename(draft, path);
  }

  async #read(bucket: string, key: string): Promise<{ metadata: ObjectMetadata; bytes: Buffer }> {
    const content = await readFile(this.#path(bucket, key));
    const end = content.indexOf("\n");
    const metadata = JSON.parse(content.subarray(0, end).toString());
    return {
      metadata: { ...metadata, lastModified: new Date(metadata.lastModified) },
      bytes: content.subarray(end + 1),
    };
  }

  /** A key may be any text of any length, `a` and `a/b` at once: its hash is a safe name for a file. */
  #path(bucket: string, key: string): string {
    const name = (text: string) => createHash("sha256").update(text).digest("hex");
    return join(this.#folder, name(bucket), name(key));
  }
}
