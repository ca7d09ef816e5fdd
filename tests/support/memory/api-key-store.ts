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

const NEW = { limits: { perMinute: 60, perHour: 1_000 }, isActive: true, usageCount: 0 };
const NEVER = {
  revokedAt: undefined,
  rotatedAt: undefined,
  lastUsedAt: undefined,
  previousValidUntil: undefined,
};

/**
 * Keys by owner and id, for tests. How many an owner may hold, which keys may still change and how long an old text
 * lives is decided in SQL: a test that needs such an outcome gives it.
 */
export function createMemoryApiKeyStore(
  clock: Pick<Clock, "now">,
  usage: Readonly<Record<string, readonly ApiKeyUsage[]>> = {},
): ApiKeyStore & { readonly entries: ReadonlyMap<string, Entry> } {
  const entries = new Map<string, Entry>();
  const find = (userId: string, id: string) => {
    const entry = entries.get(id);
    return entry?.userId === userId ? entry : undefined;
  };

  function change(owner: KeyOwner, id: string, changes: Partial<ApiKeyRecord>, hash?: string): ApiKeyRecord {
    const entry = find(owner.id, id);
    if (!entry) throw new Failure("not_found", `unknown API key ${id}`);
    const record = { ...entry.record, ...changes, updatedAt: clock.now() };
    entries.set(id, { ...entry, record, hash: hash ?? entry.hash });
    return record;
  }

  return {
    entries,
    async issue(owner, { hash, ...key }) {
      const times = { createdAt: clock.now(), updatedAt: clock.now() };
      const record: ApiKeyRecord = { ...key, ...NEW, ...NEVER, ...times, id: crypto.randomUUID() };
      entries.set(record.id, { userId: owner.id, hash, record });
      return record;
    },
    get: async (userId, id) => find(userId, id)?.record,
    async list(userId, { limit, after }) {
      const own = [...entries.values()].filter((entry) => entry.userId === userId).reverse();
      const start = after === undefined ? 0 : own.findIndex(({ record }) => record.id === after) + 1;
      return own.slice(start, start + limit).map(({ record }) => record);
    },
    async edit(owner, id, changes) {
      const given = Object.entries(changes).filter(([, value]) => value !== undefined);
      return change(owner, id, Object.fromEntries(given));
    },
    rotate: async (owner, id, { hash, prefix }) =>
      change(owner, id, { prefix, rotatedAt: clock.now() }, hash),
    revoke: async (owner, id) => change(owner, id, { revokedAt: clock.now() }),
    async usage(userId, id, { from, to }) {
      if (!find(userId, id)) return undefined;
      return (usage[id] ?? []).filter(({ day }) => day >= from && day <= to);
    },
  };
}
