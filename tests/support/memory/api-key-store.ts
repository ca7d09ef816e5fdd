import { Failure } from "../../../shared/failure.ts";
import type {
  ApiKeyRecord,
  ApiKeyStore,
  ApiKeyUsage,
  KeyOwner,
} from "../../../shared/ports/api-key-store.ts";
import type { Clock } from "../../../shared/ports/clock.ts";

interface Entry {
  readonly userId: string;
  readonly hash: string;
  readonly record: ApiKeyRecord;
}

const DEFAULT_LIMITS = { perMinute: 60, perHour: 1_000 };

/** Keys in memory, for tests: the same rules as the SQL functions. */
export function createMemoryApiKeyStore(
  clock: Pick<Clock, "now">,
  usage: Readonly<Record<string, readonly ApiKeyUsage[]>> = {},
): ApiKeyStore & { readonly entries: ReadonlyMap<string, Entry> } {
  const entries = new Map<string, Entry>();
  const ownKey = (userId: string, id: string) => {
    const entry = entries.get(id);
    return entry?.userId === userId ? entry : undefined;
  };

  function change(owner: KeyOwner, id: string, changes: Partial<ApiKeyRecord>, hash?: string): ApiKeyRecord {
    const entry = ownKey(owner.id, id);
    if (!entry) throw new Failure("not_found", `unknown API key ${id}`);
    const record = { ...entry.record, ...changes, updatedAt: clock.now() };
    entries.set(id, { ...entry, record, hash: hash ?? entry.hash });
    return record;
  }

  function refuseDead(owner: KeyOwner, id: string, isDead: (record: ApiKeyRecord) => boolean) {
    const entry = ownKey(owner.id, id);
    if (entry && isDead(entry.record)) throw new Failure("conflict", "the API key is revoked or has expired");
  }

  return {
    entries,
    async issue(owner, { hash, ...key }, maxKeys) {
      const held = [...entries.values()].filter(({ userId }) => userId === owner.id);
      if (held.filter(({ record }) => record.revokedAt === undefined).length >= maxKeys) return undefined;
      const record: ApiKeyRecord = {
        ...key,
        id: crypto.randomUUID(),
        limits: DEFAULT_LIMITS,
        isActive: true,
        usageCount: 0,
        createdAt: clock.now(),
        updatedAt: clock.now(),
        revokedAt: undefined,
        rotatedAt: undefined,
        lastUsedAt: undefined,
        previousValidUntil: undefined,
      };
      entries.set(record.id, { userId: owner.id, hash, record });
      return record;
    },
    get: async (userId, id) => ownKey(userId, id)?.record,
    async list(userId, { limit, after }) {
      const own = [...entries.values()].filter((entry) => entry.userId === userId).reverse();
      const start = after === undefined ? 0 : own.findIndex(({ record }) => record.id === after) + 1;
      return own.slice(start, start + limit).map(({ record }) => record);
    },
    async edit(owner, id, changes) {
      refuseDead(owner, id, ({ revokedAt }) => revokedAt !== undefined);
      const given = Object.entries(changes).filter(([, value]) => value !== undefined);
      return change(owner, id, Object.fromEntries(given));
    },
    async rotate(owner, id, { hash, prefix }, graceSeconds) {
      const now = clock.now();
      refuseDead(
        owner,
        id,
        (record) => record.revokedAt !== undefined || (record.expiresAt ?? Infinity) <= now,
      );
      const previousValidUntil = graceSeconds > 0 ? now + graceSeconds * 1_000 : undefined;
      return change(owner, id, { prefix, rotatedAt: now, previousValidUntil }, hash);
    },
    async revoke(owner, id) {
      return change(owner, id, { revokedAt: ownKey(owner.id, id)?.record.revokedAt ?? clock.now() });
    },
    async usage(userId, id, { from, to }) {
      if (!ownKey(userId, id)) return undefined;
      return (usage[id] ?? []).filter(({ day }) => day >= from && day <= to);
    },
  };
}
