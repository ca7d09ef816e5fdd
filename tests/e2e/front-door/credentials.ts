import { createHmac } from "node:crypto";
import { SignJWT } from "jose";
import type postgres from "postgres";
import type { Stack } from "../../../supabase/local/create-stack.ts";
import { newUser, storeKey } from "../../support/stored-keys.ts";

/** Whoever may knock, by what they show. */
export type Credential =
  | "nothing"
  | "publishable key"
  | "user"
  | "another user"
  | "operator"
  | "API key without the scope"
  | "API key with the scope"
  | "expired API key"
  | "revoked API key"
  | "forged JWT"
  | "JWT of another project"
  | "JWT without a signature"
  | "expired JWT"
  | "secret key"
  | "wrong secret key"
  | "cron key";

export interface Visitors {
  readonly headers: Readonly<Record<Credential, Record<string, string>>>;
  readonly userId: string;
  /** Every secret there is: none may ever come out again. */
  readonly secrets: readonly string[];
}

const base64url = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");

/** Two users, their tokens and keys, and everything that is wrong with others. */
export async function inviteVisitors(stack: Stack, sql: postgres.Sql): Promise<Visitors> {
  const { publishable, secret, cron, jwtSecret } = stack.keys;
  const [userId, otherId] = await Promise.all(["ann", "bob"].map(() => newUser(sql)));
  const sign = (changes: object = {}, key = jwtSecret, issuer = `${stack.url}/auth/v1`, expires = "1h") =>
    new SignJWT({ role: "authenticated", ...changes })
      .setProtectedHeader({ alg: "HS256" })
      .setSubject(userId!)
      .setIssuer(issuer)
      .setAudience("authenticated")
      .setExpirationTime(expires)
      .sign(new TextEncoder().encode(key));
  const bearer = async (token: Promise<string> | string) => ({
    apikey: publishable,
    authorization: `Bearer ${await token}`,
  });
  const keyed = async (scopes: readonly string[], changes: object = {}) => ({
    "x-api-key": await storeKey(sql, userId!, scopes, changes),
  });
  const past = new Date(Date.now() - 60_000);
  const unsigned = {
    sub: userId,
    role: "authenticated",
    aud: "authenticated",
    iss: `${stack.url}/auth/v1`,
    exp: Math.floor(Date.now() / 1000) + 3_600,
  };
  const headers = {
    nothing: {},
    "publishable key": { apikey: publishable },
    user: await bearer(sign()),
    "another user": await bearer(sign({ sub: otherId })),
    operator: await bearer(sign({ app_metadata: { role: "operator" } })),
    "API key without the scope": await keyed(["signals:write"]),
    "API key with the scope": await keyed(["*"]),
    "expired API key": await keyed(["*"], { expires_at: past }),
    "revoked API key": await keyed(["*"], { revoked_at: past }),
    "forged JWT": await bearer(sign({}, `${jwtSecret}!`)),
    "JWT of another project": await bearer(sign({}, jwtSecret, "https://other.supabase.co/auth/v1")),
    "JWT without a signature": await bearer(`${base64url({ alg: "none" })}.${base64url(unsigned)}.`),
    "expired JWT": await bearer(sign({}, jwtSecret, `${stack.url}/auth/v1`, "-1h")),
    "secret key": { apikey: secret },
    "wrong secret key": { apikey: `${secret.slice(0, -1)}${secret.endsWith("0") ? "1" : "0"}` },
    "cron key": { apikey: cron },
  };
  const apiKeys = Object.values(headers).flatMap((sent) => ("x-api-key" in sent ? [sent["x-api-key"]] : []));
  const signatureKey = createHmac("sha256", jwtSecret).update("").digest("hex");
  return { headers, userId: userId!, secrets: [secret, cron, jwtSecret, signatureKey, ...apiKeys] };
}
