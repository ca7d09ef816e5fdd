import { expect, test, vi } from "vitest";
import { createMemoryBlobStore } from "../../../tests/support/memory/blob-store.ts";
import { LruMap } from "../../memory/lru-map.ts";
import { createJobArtifacts } from "./artifacts.ts";
import { createBusyMeter } from "./busy-meter.ts";

const clock = { now: () => 0, elapsed: () => 0 };
const bytes = (...values: number[]) => Uint8Array.from(values);

function setup(maxBytes: number) {
  const blobs = createMemoryBlobStore();
  const decode = vi.fn((stored: Uint8Array) => [...stored]);
  const open = (cache = new LruMap<string, unknown>(maxBytes)) =>
    createJobArtifacts({ blobs, cache, meter: createBusyMeter(clock) }, "job");
  return { blobs, decode, open };
}

test("the same bytes have the same key and are stored once", async () => {
  const { blobs, open } = setup(100);
  const artifacts = open();
  expect(await artifacts.put(bytes(1, 2))).toBe(await artifacts.put(bytes(1, 2)));
  expect(await artifacts.put(bytes(1, 3))).not.toBe(await artifacts.put(bytes(1, 2)));
  expect(await blobs.list("job")).toHaveLength(2);
});

test("an artifact is fetched and decoded once an isolate, and again in the next one", async () => {
  const { decode, open } = setup(100);
  const artifacts = open();
  const key = await artifacts.put(bytes(7, 8));
  expect(await artifacts.get(key, decode)).toEqual([7, 8]);
  expect(await artifacts.get(key, decode)).toEqual([7, 8]);
  expect(decode).toHaveBeenCalledTimes(1);
  expect(await open().get(key, decode)).toEqual([7, 8]);
  expect(decode).toHaveBeenCalledTimes(2);
});

test("the cache holds no more than it may, and drops what was not used for longest", async () => {
  const { decode, open } = setup(4);
  const artifacts = open();
  const [a, b, c] = await Promise.all([bytes(1, 1), bytes(2, 2), bytes(3, 3)].map((x) => artifacts.put(x)));
  for (const key of [a, b, a, c]) await artifacts.get(key!, decode);
  expect(decode).toHaveBeenCalledTimes(3);
  await artifacts.get(a!, decode);
  expect(decode).toHaveBeenCalledTimes(3);
  await artifacts.get(b!, decode);
  expect(decode).toHaveBeenCalledTimes(4);
});

test("what is larger than the cache is given and not kept", async () => {
  const { decode, open } = setup(1);
  const artifacts = open();
  const key = await artifacts.put(bytes(1, 2, 3));
  await artifacts.get(key, decode);
  await artifacts.get(key, decode);
  expect(decode).toHaveBeenCalledTimes(2);
});

test("an artifact that is gone is an error, not an empty one", async () => {
  const { decode, open } = setup(10);
  await expect(open().get("none", decode)).rejects.toThrow("gone");
});
