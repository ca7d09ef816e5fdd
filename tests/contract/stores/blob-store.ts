import { beforeAll, expect, test } from "vitest";
import type { BlobStore } from "../../../shared/ports/blob-store.ts";

/** Duties of a store of blobs. `create` is called once the tests run. */
export function describeBlobStore(create: () => BlobStore): void {
  const bytes = (length: number) => Uint8Array.from({ length }, (_value, i) => (i * 7) & 255);
  let blobs: BlobStore;
  beforeAll(() => {
    blobs = create();
  });

  test("are given back as they were stored, also large and empty ones", async () => {
    for (const length of [0, 1, 1_000, 3_000_000]) {
      await blobs.put(`folder/${length}`, bytes(length));
      const stored = await blobs.get(`folder/${length}`);
      // Compared as a whole: an assertion over millions of elements takes half a minute.
      expect(Buffer.compare(stored!, bytes(length))).toBe(0);
    }
  });

  test("of the same path are replaced", async () => {
    await blobs.put("again/a", bytes(10));
    await blobs.put("again/a", bytes(20));
    expect(await blobs.get("again/a")).toEqual(bytes(20));
  });

  test("that do not exist are undefined", async () => {
    expect(await blobs.get("nowhere/nothing")).toBeUndefined();
  });

  test("are listed by folder and removed, missing ones without complaint", async () => {
    for (const name of ["a", "b", "c"]) await blobs.put(`list/${name}`, bytes(3));
    expect((await blobs.list("list")).sort()).toEqual(["a", "b", "c"]);
    await blobs.remove(["list/a", "list/b", "list/none"]);
    expect(await blobs.list("list")).toEqual(["c"]);
    await blobs.remove([]);
    expect(await blobs.list("never")).toEqual([]);
  });
}
