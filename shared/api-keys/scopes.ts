/** Rights that an API key can have. The table's check ml_api_keys_scopes_known lists the same. */
export const SCOPES = [
  "indicators:read",
  "keys:verify",
  "market-data:read",
  "models:read",
  "predict:read",
  "signals:read",
  "signals:write",
] as const;
export type Scope = (typeof SCOPES)[number];

const EVERYTHING = "*";

/** An entry of a key's list: a scope, all of a resource (`signals:*`), or everything, scopes to come included (`*`). */
export const GRANTABLE_SCOPES: readonly string[] = [
  EVERYTHING,
  ...new Set(SCOPES.flatMap((scope) => [wildcardOf(scope), scope])),
];

/** True where the scopes of a key allow the one that a route asks for. */
export function allows(held: readonly string[], scope: Scope): boolean {
  return held.includes(scope) || held.includes(wildcardOf(scope)) || held.includes(EVERYTHING);
}

function wildcardOf(scope: Scope): string {
  return `${scope.slice(0, scope.indexOf(":"))}:*`;
}
