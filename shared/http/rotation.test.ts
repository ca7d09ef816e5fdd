import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { expect, it } from "vitest";
import { verifyTestKey } from "../../tests/support/api-keys.ts";
import { signTestToken, TEST_ISSUER, TEST_JWT_SECRET, TEST_USER_ID } from "../../tests/support/http-deps.ts";
import type { JwtConfig } from "../config.ts";
import { createCallerResolver } from "./callers.ts";

// The rotations of docs/security.md, step by step: what works before, during and after.

const OLD = "sb_secret_the-old-one";
const NEW = "sb_secret_the-new-one";
const HS256: JwtConfig = { kind: "hs256", issuer: TEST_ISSUER, secret: TEST_JWT_SECRET };
const REFUSED = { code: "unauthenticated" };

function resolver(
  secretKeys: Record<string, string>,
  change: { publishable?: object; jwt?: JwtConfig } = {},
) {
  const resolve = createCallerResolver({
    publishableKeys: { ...change.publishable },
    secretKeys,
    jwt: change.jwt ?? HS256,
    clientAddressHeader: "x-test-address",
    verifyApiKey: verifyTestKey,
  });
  return {
    withKey: (apikey: string) => resolve(new Headers({ apikey })),
    withToken: (token: string) => resolve(new Headers({ authorization: `Bearer ${token}` })),
  };
}

it("a secret key: both work while both are set, the old one ends when it is deleted", async () => {
  const during = resolver({ default: NEW, previous: OLD });
  for (const [key, keyName] of [
    [OLD, "previous"],
    [NEW, "default"],
  ] as const) {
    expect(await during.withKey(key)).toEqual({ kind: "secret", keyName });
  }
  const after = resolver({ default: NEW });
  expect(await after.withKey(NEW)).toEqual({ kind: "secret", keyName: "default" });
  await expect(after.withKey(OLD)).rejects.toMatchObject(REFUSED);
});

it("the cron key: the new one of that name opens what the old one did, and no more", async () => {
  const after = resolver({ default: NEW, cron: "sb_secret_new-cron" });
  expect(await after.withKey("sb_secret_new-cron")).toEqual({ kind: "cron" });
  await expect(after.withKey("sb_secret_old-cron")).rejects.toMatchObject(REFUSED);
});

it("a publishable key: as a secret key", async () => {
  const [oldKey, newKey] = ["sb_publishable_old", "sb_publishable_new"];
  const during = resolver({}, { publishable: { default: newKey, previous: oldKey } });
  for (const key of [oldKey, newKey]) expect(await during.withKey(key)).toEqual({ kind: "anon" });
  await expect(resolver({}, { publishable: { default: newKey } }).withKey(oldKey)).rejects.toMatchObject(
    REFUSED,
  );
});

it("a signing key: tokens of both pass while both are in the key set, those of a revoked one do not", async () => {
  const [first, second] = [await signer("first"), await signer("second")];
  const withKeys = (...keys: object[]) =>
    resolver({}, { jwt: { kind: "jwks", issuer: TEST_ISSUER, keys: keys as Record<string, unknown>[] } });
  const during = withKeys(first.jwk, second.jwk);
  for (const { token } of [first, second])
    expect(await during.withToken(token)).toMatchObject({ kind: "user" });
  const after = withKeys(second.jwk);
  expect(await after.withToken(second.token)).toMatchObject({ kind: "user" });
  await expect(after.withToken(first.token)).rejects.toMatchObject(REFUSED);
});

it("a shared JWT secret: every token of before ends at once", async () => {
  const after = resolver({}, { jwt: { ...HS256, secret: `${TEST_JWT_SECRET} (new)` } });
  await expect(after.withToken(await signTestToken())).rejects.toMatchObject(REFUSED);
});

/** A signing key of a project: its public half, and a token that it signed. */
async function signer(kid: string) {
  const { privateKey, publicKey } = await generateKeyPair("ES256");
  const token = await new SignJWT({ role: "authenticated" })
    .setProtectedHeader({ alg: "ES256", kid })
    .setSubject(TEST_USER_ID)
    .setIssuer(TEST_ISSUER)
    .setAudience("authenticated")
    .setExpirationTime("1h")
    .sign(privateKey);
  return { token, jwk: { ...(await exportJWK(publicKey)), kid, alg: "ES256" } };
}
