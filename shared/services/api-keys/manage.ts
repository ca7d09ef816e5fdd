import { Failure } from "../../failure.ts";
import type { ApiKeyRecord, ApiKeyStore, KeyOwner, NewApiKey } from "../../ports/api-key-store.ts";
import type { Clock } from "../../ports/clock.ts";
import { type Page, pageOf } from "../paging/page-of.ts";
import { createKeyText } from "./create-text.ts";

/** A key as it is shown once: with its text. */
export interface IssuedKey {
  readonly record: ApiKeyRecord;
  readonly key: string;
}

/** Throws Failure key_limit when the owner holds as many as one may, invalid_request when it would be born expired. */
export async function issueKey(
  deps: { readonly keys: ApiKeyStore; readonly clock: Clock; readonly maxKeysPerUser: number },
  owner: KeyOwner,
  settings: Omit<NewApiKey, "hash" | "prefix">,
): Promise<IssuedKey> {
  if (settings.expiresAt !== undefined && settings.expiresAt <= deps.clock.now()) {
    throw new Failure("invalid_request", "expires_at is over.", {
      errors: [{ pointer: "/expires_at", detail: "must lie in the future" }],
    });
  }
  const { key, stored } = await createKeyText(settings.environment);
  const record = await deps.keys.issue(owner, { ...settings, ...stored }, deps.maxKeysPerUser);
  if (record) return { record, key };
  throw new Failure(
    "key_limit",
    `A user may hold ${deps.maxKeysPerUser} keys. Revoke one that you do not need.`,
  );
}

/** Throws Failure not_found for a key of somebody else too, and conflict for one that is revoked or has expired. */
export async function rotateKey(
  deps: { readonly keys: ApiKeyStore },
  owner: KeyOwner,
  { id, graceSeconds }: { readonly id: string; readonly graceSeconds: number },
): Promise<IssuedKey> {
  const { environment } = await getKey(deps, owner.id, id);
  const { key, stored } = await createKeyText(environment);
  return { record: await deps.keys.rotate(owner, id, stored, graceSeconds), key };
}

export async function getKey(
  deps: { readonly keys: ApiKeyStore },
  userId: string,
  id: string,
): Promise<ApiKeyRecord> {
  const record = await deps.keys.get(userId, id);
  if (record) return record;
  throw new Failure("not_found", `You have no API key ${id}.`);
}

/** One page of a user's keys, newest first; `next` is the `after` of the page that follows. */
export async function listKeys(
  deps: { readonly keys: ApiKeyStore },
  userId: string,
  { limit, after }: { readonly limit: number; readonly after: string | undefined },
): Promise<Page<ApiKeyRecord, string>> {
  return await pageOf(
    limit,
    (atMost) => deps.keys.list(userId, { limit: atMost, after }),
    ({ id }) => id,
  );
}
