import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { describe, expect, it } from "vitest";
import {
  TEST_API_KEYS,
  TEST_KEY_ADDRESS,
  TEST_KEY_ID,
  TEST_KEY_OWNER_ID,
  verifyTestKey,
} from "../../tests/support/api-keys.ts";
import {
  signTestToken,
  TEST_CRON_KEY,
  TEST_ISSUER,
  TEST_JWT_SECRET,
  TEST_PUBLISHABLE_KEY,
  TEST_SECRET_KEY,
  TEST_USER_ID,
  testHttpDeps,
} from "../../tests/support/http-deps.ts";
import { createCallerResolver } from "./callers.ts";

const { resolveCaller } = testHttpDeps();
const ask = (headers: Record<string, string>) => resolveCaller(new Headers(headers));
const bearer = (token: string) => ({ apikey: TEST_PUBLISHABLE_KEY, authorization: `Bearer ${token}` });
const base64url = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");

const NOW_S = Math.floor(Date.now() / 1000);
const CLAIMS = {
  sub: TEST_USER_ID,
  role: "authenticated",
  aud: "authenticated",
  iss: TEST_ISSUER,
  exp: NOW_S + 3600,
};

describe("resolveCaller", () => {
  it("knows each caller by the credential", async () => {
    expect(await ask({})).toEqual({ kind: "anyone" });
    expect(await ask({ apikey: TEST_PUBLISHABLE_KEY })).toEqual({ kind: "anon" });
    expect(await ask({ apikey: TEST_SECRET_KEY })).toEqual({ kind: "secret", keyName: "default" });
    expect(await ask({ apikey: TEST_CRON_KEY })).toEqual({ kind: "cron" });
    expect(await ask({ authorization: `Bearer ${TEST_SECRET_KEY}` })).toEqual({
      kind: "secret",
      keyName: "default",
    });
  });

  it("takes the key that supabase-js repeats as its bearer token", async () => {
    const twice = { apikey: TEST_SECRET_KEY, authorization: `Bearer ${TEST_SECRET_KEY}` };
    expect(await ask(twice)).toEqual({ kind: "secret", keyName: "default" });
  });

  it("tells users and operators apart by what only the service can set", async () => {
    const token = await signTestToken();
    expect(await ask(bearer(token))).toEqual({ kind: "user", userId: TEST_USER_ID, token });
    const operator = await signTestToken({ app_metadata: { role: "operator" } });
    expect(await ask(bearer(operator))).toMatchObject({ kind: "operator" });
    const pretender = await signTestToken({ user_metadata: { role: "operator" } });
    expect(await ask(bearer(pretender))).toMatchObject({ kind: "user" });
  });

  it.each<[string, () => Promise<string> | string]>([
    ["expired", () => signTestToken({}, { expires: "-1h" })],
    ["signed with another secret", () => signTestToken({}, { secret: `${TEST_JWT_SECRET}!` })],
    ["of another project", () => signTestToken({}, { issuer: "https://other.supabase.co/auth/v1" })],
    ["for another audience", () => signTestToken({}, { audience: "anon" })],
    ["of another role", () => signTestToken({ role: "service_role" })],
    ["without a signature", () => `${base64url({ alg: "none" })}.${base64url(CLAIMS)}.`],
    ["that is no token", () => "nonsense"],
  ])("refuses a token %s", async (_, token) => {
    await expect(ask(bearer(await token()))).rejects.toMatchObject({ code: "unauthenticated" });
  });

  it("refuses a token that never expires", async () => {
    const { exp: _, ...endless } = CLAIMS;
    const token = await new SignJWT(endless)
      .setProtectedHeader({ alg: "HS256" })
      .sign(new TextEncoder().encode(TEST_JWT_SECRET));
    await expect(ask(bearer(token))).rejects.toMatchObject({ code: "unauthenticated" });
  });

  it("never falls back to a lesser caller when a credential is wrong", async () => {
    await expect(ask({ apikey: "sb_secret_wrong" })).rejects.toMatchObject({ code: "unauthenticated" });
    await expect(ask({ apikey: TEST_SECRET_KEY.slice(0, -1) })).rejects.toMatchObject({
      code: "unauthenticated",
    });
    await expect(ask({ authorization: "Basic YTpi" })).rejects.toMatchObject({ code: "unauthenticated" });
    const mixed = { apikey: TEST_SECRET_KEY, authorization: `Bearer ${await signTestToken()}` };
    await expect(ask(mixed)).rejects.toMatchObject({ code: "unauthenticated" });
  });
});

describe("an API key", () => {
  const withKey = (key: string, headers: Record<string, string> = {}) =>
    ask({ "x-api-key": key, ...headers });

  it("calls for its owner, with its own scopes and limits", async () => {
    const caller = {
      kind: "api_key",
      keyId: TEST_KEY_ID,
      userId: TEST_KEY_OWNER_ID,
      scopes: ["*"],
      environment: "live",
      limits: { perMinute: 60, perHour: 1_000 },
    };
    expect(await withKey(TEST_API_KEYS.full)).toEqual(caller);
    const fromBrowser = { apikey: TEST_PUBLISHABLE_KEY, authorization: `Bearer ${TEST_PUBLISHABLE_KEY}` };
    expect(await withKey(TEST_API_KEYS.full, fromBrowser)).toEqual(caller);
    expect(await withKey(TEST_API_KEYS.test)).toMatchObject({ environment: "test" });
  });

  it("does not go with a credential that says something else", async () => {
    const user = bearer(await signTestToken());
    for (const headers of [user, { apikey: TEST_SECRET_KEY }, { apikey: TEST_CRON_KEY }]) {
      await expect(withKey(TEST_API_KEYS.full, headers)).rejects.toMatchObject({ code: "unauthenticated" });
    }
  });

  it.each(["", "nonsense", TEST_API_KEYS.unknown, TEST_API_KEYS.disabled, TEST_API_KEYS.expired])(
    "is refused when it is none that works: %s",
    async (key) => {
      await expect(withKey(key)).rejects.toMatchObject({ code: "unauthenticated" });
    },
  );

  it("that is bound to addresses is refused from others, and where the address is not known", async () => {
    const from = (address: string) => withKey(TEST_API_KEYS.bound, { "x-test-address": address });
    expect(await from(TEST_KEY_ADDRESS)).toMatchObject({ kind: "api_key" });
    expect(await from(`::ffff:${TEST_KEY_ADDRESS}`)).toMatchObject({ kind: "api_key" });
    for (const address of ["203.0.113.8", "", "unknown", `${TEST_KEY_ADDRESS}, 203.0.113.8`]) {
      await expect(from(address)).rejects.toMatchObject({ code: "address_not_allowed" });
    }
    await expect(withKey(TEST_API_KEYS.bound)).rejects.toMatchObject({ code: "address_not_allowed" });
  });
});

describe("with a key set", () => {
  async function withKeySet() {
    const { privateKey, publicKey } = await generateKeyPair("ES256");
    const jwk = { ...(await exportJWK(publicKey)), kid: "1", alg: "ES256" };
    const resolve = createCallerResolver({
      publishableKeys: { default: TEST_PUBLISHABLE_KEY },
      secretKeys: { default: TEST_SECRET_KEY },
      clientAddressHeader: "x-test-address",
      verifyApiKey: verifyTestKey,
      jwt: { kind: "jwks", issuer: TEST_ISSUER, keys: [jwk] },
    });
    return { resolve: (token: string) => resolve(new Headers(bearer(token))), privateKey, jwk };
  }

  it("takes tokens that the project signed", async () => {
    const { resolve, privateKey } = await withKeySet();
    const token = await new SignJWT(CLAIMS).setProtectedHeader({ alg: "ES256", kid: "1" }).sign(privateKey);
    expect(await resolve(token)).toMatchObject({ kind: "user", userId: TEST_USER_ID });
  });

  it("refuses a shared-secret token, also one signed with the public key as its secret", async () => {
    const { resolve, jwk } = await withKeySet();
    await expect(resolve(await signTestToken())).rejects.toMatchObject({ code: "unauthenticated" });
    const confused = await new SignJWT(CLAIMS)
      .setProtectedHeader({ alg: "HS256", kid: "1" })
      .sign(new TextEncoder().encode(JSON.stringify(jwk)));
    await expect(resolve(confused)).rejects.toMatchObject({ code: "unauthenticated" });
  });
});
