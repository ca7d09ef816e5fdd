import { timingSafeEqual } from "deno-std/crypto/timing_safe_equal.js";
import type { JSONWebKeySet, JWTPayload } from "jose";
import * as z from "zod";
import type { JwtConfig } from "../config.ts";
import { Failure } from "../failure.ts";
import type { ApiKeyRefusal, ApiKeyVerifier, VerifiedApiKey } from "../ports/api-key-verifier.ts";
import { deferred } from "../wire/deferred.ts";
import { clientAddress } from "./client-address.ts";

/** Whoever is asking; a secret key is known by its name in SUPABASE_SECRET_KEYS. A credential that is presented but wrong is refused; it never falls back to a lesser caller. */
export type Caller =
  | { readonly kind: "anyone" }
  | { readonly kind: "anon" }
  | { readonly kind: "user" | "operator"; readonly userId: string; readonly token: string }
  | ApiKeyCaller
  | { readonly kind: "secret"; readonly keyName: string }
  | { readonly kind: "cron" };

/** Whoever holds an issued key; `userId` is its owner. */
export type ApiKeyCaller = { readonly kind: "api_key" } & Pick<
  VerifiedApiKey,
  "keyId" | "userId" | "scopes" | "environment" | "limits"
>;

export type CallerKind = Caller["kind"];
export type CallerResolver = (headers: Headers) => Promise<Caller>;

/** The owner of the rows that a call writes: the user's, the API key's (and by it its owner's), or nobody's. */
export function ownerOf(caller: Caller): {
  readonly userId: string | undefined;
  readonly apiKeyId: string | undefined;
} {
  if (caller.kind === "api_key") return { userId: undefined, apiKeyId: caller.keyId };
  return { userId: "userId" in caller ? caller.userId : undefined, apiKeyId: undefined };
}

/** The secret key of this name is pg_cron's own: it travels through pg_net's queue in plain text, so it opens job routes only. */
const CRON_KEY_NAME = "cron";
const ASYMMETRIC = ["ES256", "RS256", "EdDSA"];
const API_KEY_HEADER = "x-api-key";

const Claims = deferred(() =>
  z.object({
    sub: z.uuid(),
    role: z.literal("authenticated"),
    app_metadata: z.looseObject({ role: z.string().optional() }).optional(),
  }),
);

/** Reads `apikey` and `authorization` as the platform's own services do, and `x-api-key`. */
export function createCallerResolver(config: {
  readonly publishableKeys: Readonly<Record<string, string>>;
  readonly secretKeys: Readonly<Record<string, string>>;
  readonly jwt: JwtConfig;
  readonly clientAddressHeader: string;
  readonly verifyApiKey: ApiKeyVerifier;
}): CallerResolver {
  const verify = createTokenVerifier(config.jwt);

  function callerOfKey(key: string): Caller | undefined {
    for (const [name, value] of Object.entries(config.secretKeys)) {
      if (!sameSecret(key, value)) continue;
      return name === CRON_KEY_NAME ? { kind: "cron" } : { kind: "secret", keyName: name };
    }
    const known = Object.values(config.publishableKeys).some((value) => sameSecret(key, value));
    return known ? { kind: "anon" } : undefined;
  }

  async function callerOfPlatform(headers: Headers): Promise<Caller> {
    const key = headers.get("apikey");
    const byKey = key === null ? undefined : callerOfKey(key);
    if (key !== null && !byKey) throw unauthenticated("The apikey header holds no key of this project.");
    const token = bearerToken(headers);
    // supabase-js repeats its key as the bearer token when nobody is signed in.
    if (token === undefined || token === key) return byKey ?? { kind: "anyone" };
    if (byKey && byKey.kind !== "anon") throw unauthenticated("Send either a secret key or a user's token.");
    return callerOfKey(token) ?? (await verify(token));
  }

  async function callerOfApiKey(text: string, headers: Headers): Promise<ApiKeyCaller> {
    const verdict = await config.verifyApiKey(text, clientAddress(headers, config.clientAddressHeader));
    if (verdict.code !== "VALID") throw refusedKey(verdict.code);
    return callerWith(verdict.key);
  }

  return async function resolveCaller(headers) {
    const caller = await callerOfPlatform(headers);
    const apiKey = headers.get(API_KEY_HEADER);
    if (apiKey === null) return caller;
    // supabase-js sends the publishable key with everything; it says nothing of who asks.
    if (caller.kind !== "anyone" && caller.kind !== "anon") {
      throw unauthenticated("Send either an API key or a user's token or secret key.");
    }
    return await callerOfApiKey(apiKey, headers);
  };
}

/** Whoever holds this key. */
export function callerWith({ keyId, userId, scopes, environment, limits }: VerifiedApiKey): ApiKeyCaller {
  return { kind: "api_key", keyId, userId, scopes, environment, limits };
}

function refusedKey(code: ApiKeyRefusal): Failure {
  switch (code) {
    case "NOT_FOUND":
      return unauthenticated("The x-api-key header holds no API key of this project.");
    case "DISABLED":
      return unauthenticated("The API key is disabled or revoked.");
    case "EXPIRED":
      return unauthenticated("The API key has expired.");
    case "FORBIDDEN_IP":
      return new Failure("address_not_allowed", "The API key may not be used from this address.");
  }
}

type Jose = typeof import("jose");

/** Checks signature, issuer, audience, expiry and role; the algorithm is fixed by the configuration, never by the token. */
function createTokenVerifier(jwt: JwtConfig): (token: string) => Promise<Caller> {
  const options = {
    issuer: jwt.issuer,
    audience: "authenticated",
    requiredClaims: ["exp", "sub"],
    algorithms: jwt.kind === "hs256" ? ["HS256"] : ASYMMETRIC,
  };
  const secret = jwt.kind === "hs256" ? new TextEncoder().encode(jwt.secret) : undefined;
  let keySet: ReturnType<Jose["createLocalJWKSet"]> | undefined;

  async function payloadOf({ createLocalJWKSet, jwtVerify }: Jose, token: string): Promise<JWTPayload> {
    if (jwt.kind === "jwks") keySet ??= createLocalJWKSet({ keys: jwt.keys } as unknown as JSONWebKeySet);
    const verified = keySet
      ? await jwtVerify(token, keySet, options)
      : await jwtVerify(token, secret!, options);
    return verified.payload;
  }

  return async function verifyToken(token) {
    // Loaded with the first token: whoever comes with a key does not pay for it.
    const jose = await import("jose");
    try {
      const claims = Claims().parse(await payloadOf(jose, token));
      const kind = claims.app_metadata?.role === "operator" ? "operator" : "user";
      return { kind, userId: claims.sub, token };
    } catch (cause) {
      const detail =
        cause instanceof jose.errors.JWTExpired ? "The token has expired." : "The token is not valid.";
      throw unauthenticated(detail, cause);
    }
  };
}

function bearerToken(headers: Headers): string | undefined {
  const header = headers.get("authorization");
  if (header === null) return undefined;
  const token = /^Bearer ([^\s]+)$/i.exec(header)?.[1];
  if (token === undefined) throw unauthenticated("The authorization header must read: Bearer <token>.");
  return token;
}

/** Constant in time for texts of the expected length; the length of a platform key is no secret. */
function sameSecret(given: string, expected: string): boolean {
  const encoder = new TextEncoder();
  const [a, b] = [encoder.encode(given), encoder.encode(expected)];
  return a.byteLength === b.byteLength && timingSafeEqual(a, b);
}

function unauthenticated(detail: string, cause?: unknown): Failure {
  return new Failure("unauthenticated", detail, { cause });
}
