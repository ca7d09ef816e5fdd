import type { TransactionSql } from "postgres";

/** A caller: the database role of a request and the claims of its token, as the data API sets them. */
export interface Caller {
  readonly role: "anon" | "authenticated" | "service_role";
  readonly claims?: Readonly<Record<string, unknown>>;
}

function signedIn(sub: string, appMetadata: Readonly<Record<string, unknown>> = {}): Caller {
  return { role: "authenticated", claims: { sub, role: "authenticated", app_metadata: appMetadata } };
}

export const USER_ID = "11111111-1111-4111-8111-111111111111";
export const OTHER_USER_ID = "22222222-2222-4222-8222-222222222222";

export const ANON: Caller = { role: "anon", claims: { role: "anon" } };
export const USER = signedIn(USER_ID);
export const OTHER_USER = signedIn(OTHER_USER_ID);
export const OPERATOR = signedIn("33333333-3333-4333-8333-333333333333", { role: "operator" });
export const SERVICE: Caller = { role: "service_role", claims: { role: "service_role" } };

/** From here to the end of the transaction its statements are this caller's. */
export async function become(tx: TransactionSql, { role, claims = {} }: Caller): Promise<void> {
  await tx`
    select set_config('role', ${role}, true), set_config('request.jwt.claims', ${JSON.stringify(claims)}, true)`;
}
