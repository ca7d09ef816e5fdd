import { expect, test } from "vitest";
import type { ApiKeyStore, ApiKeyUsage, KeyOwner, NewApiKey } from "../../../shared/ports/api-key-store.ts";

interface Subject {
  readonly store: ApiKeyStore;
  /** Two users, without keys. */
  readonly owner: KeyOwner;
  readonly other: KeyOwner;
  /** Puts usage of a key into the store. */
  record(keyId: string, usage: readonly ApiKeyUsage[]): Promise<void>;
}

const NOBODY = "5a1c7ba8-7a0f-4d8c-8f0e-0c2e1b5f3a99";
const MINUTE_MS = 60_000;
let texts = 0;
const newText = () => ({ hash: (++texts).toString(16).padStart(64, "0"), prefix: "ew_live_abcdef" });

function newKey(changes: Partial<NewApiKey> = {}): NewApiKey {
  return {
    ...newText(),
    name: "bot",
    type: "prediction",
    environment: "live",
    scopes: ["predict:read"],
    ipAllowlist: [],
    description: "Held by the trading desk.\nRevoke when it closes.",
    metadata: { plan: "gold", seats: 3 },
    expiresAt: undefined,
    ...changes,
  };
}

/** Duties of a store of API keys. `open` is called once a test runs. */
export function describeApiKeyStore(open: () => Promise<Subject>): void {
  test("keeps a key as it was given, without its hash, for its owner alone", async () => {
    const { store, owner, other } = await open();
    const expiresAt = Date.now() + 60 * MINUTE_MS;
    const { hash, ...key } = newKey({ environment: "test", ipAllowlist: ["10.0.0.0/8"], expiresAt });
    const record = (await store.issue(owner, { hash, ...key }, 10))!;
    expect(record).toMatchObject({ ...key, isActive: true, usageCount: 0 });
    expect(record).toMatchObject({ limits: { perMinute: 60, perHour: 1_000 }, rotatedAt: undefined });
    expect(Math.abs(record.createdAt - Date.now())).toBeLessThan(MINUTE_MS);
    expect(JSON.stringify(record)).not.toContain(hash);
    expect(await store.get(owner.id, record.id)).toEqual(record);
    expect(await store.get(other.id, record.id)).toBeUndefined();
    expect(await store.get(owner.id, NOBODY)).toBeUndefined();
  });

  test("lists an owner's keys, newest first, from after one on", async () => {
    const { store, owner, other } = await open();
    for (const name of ["a", "b", "c"]) await store.issue(owner, newKey({ name }), 10);
    const page = async (after?: string) => await store.list(owner.id, { limit: 2, after });
    const first = await page();
    expect(first.map(({ name }) => name)).toEqual(["c", "b"]);
    expect((await page(first[1]!.id)).map(({ name }) => name)).toEqual(["a"]);
    expect(await store.list(other.id, { limit: 2, after: undefined })).toEqual([]);
  });

  test("changes what is named and nothing else", async () => {
    const { store, owner } = await open();
    const before = (await store.issue(owner, newKey(), 10))!;
    const changes = { name: "renamed", description: null, scopes: ["*"], isActive: false };
    const after = await store.edit(owner, before.id, changes);
    expect(after).toEqual({ ...before, ...changes, updatedAt: after.updatedAt });
    expect(await store.get(owner.id, before.id)).toEqual(after);
  });

  test("stamps a rotation and a revocation", async () => {
    const { store, owner } = await open();
    const { id } = (await store.issue(owner, newKey(), 10))!;
    const rotated = await store.rotate(owner, id, { ...newText(), prefix: "ew_live_zzzzzz" }, 0);
    expect(rotated).toMatchObject({ id, prefix: "ew_live_zzzzzz", previousValidUntil: undefined });
    const revoked = await store.revoke(owner, id);
    for (const at of [rotated.rotatedAt!, revoked.revokedAt!]) {
      expect(Math.abs(at - Date.now())).toBeLessThan(MINUTE_MS);
    }
  });

  test("does not find somebody else's key to change", async () => {
    const { store, owner, other } = await open();
    const key = (await store.issue(owner, newKey(), 10))!;
    for (const change of [
      () => store.edit(other, key.id, { name: "mine" }),
      () => store.rotate(other, key.id, newText(), 0),
      () => store.revoke(other, key.id),
      () => store.revoke(owner, NOBODY),
    ]) {
      await expect(change()).rejects.toMatchObject({ code: "not_found" });
    }
    expect(await store.get(owner.id, key.id)).toEqual(key);
  });

  test("tells the usage of the days asked for", async () => {
    const { store, owner, other, record } = await open();
    const { id } = (await store.issue(owner, newKey(), 10))!;
    const on = (day: string, calls: number) => ({ day, endpoint: "POST /ml-predict", status: 200, calls });
    const usage = [on("2026-01-01", 1), on("2026-01-02", 2), on("2026-01-03", 3)];
    await record(id, usage);
    const days = { from: "2026-01-01", to: "2026-01-02" };
    const told = await store.usage(owner.id, id, days);
    expect(told?.toSorted((a, b) => a.calls - b.calls)).toEqual(usage.slice(0, 2));
    expect(await store.usage(other.id, id, days)).toBeUndefined();
  });
}
