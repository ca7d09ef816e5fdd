import { describe, expect, it } from "vitest";
import { readConfig } from "./config.ts";
import { DEFAULT_GATE_THRESHOLDS } from "./ml/gate/gate-thresholds.ts";

const JWK = { kty: "EC", crv: "P-256", x: "x", y: "y" };
const HOSTED = {
  SUPABASE_URL: "https://abc.supabase.co",
  SUPABASE_PUBLISHABLE_KEYS: '{"default":"sb_publishable_a"}',
  SUPABASE_SECRET_KEYS: '{"default":"sb_secret_a","cron":"sb_secret_b"}',
  SUPABASE_JWKS: JSON.stringify({ keys: [JWK] }),
};
const SECRET = "a shared secret of 32 characters or more";

function read(environment: Record<string, string | undefined>) {
  return readConfig((name) => environment[name]);
}

describe("readConfig", () => {
  it("reads what the platform sets", () => {
    expect(read(HOSTED)).toMatchObject({
      supabaseUrl: "https://abc.supabase.co",
      publicUrl: "https://abc.supabase.co",
      secretKeys: { default: "sb_secret_a", cron: "sb_secret_b" },
      jwt: { kind: "jwks", issuer: "https://abc.supabase.co/auth/v1", keys: [JWK] },
      clientAddressHeader: "cf-connecting-ip",
      cpuBudgetMs: 400,
      gate: DEFAULT_GATE_THRESHOLDS,
      upstash: undefined,
    });
  });

  it("takes a key set with or without its wrapper", () => {
    const bare = read({ ...HOSTED, SUPABASE_JWKS: JSON.stringify([JWK]) });
    expect(bare.jwt).toEqual(read(HOSTED).jwt);
  });

  it("uses the shared secret only where there are no public keys", () => {
    const config = read({ ...HOSTED, SUPABASE_JWKS: '{"keys":[]}', EDGEWISE_JWT_SECRET: SECRET });
    expect(config.jwt).toMatchObject({ kind: "hs256", secret: SECRET });
  });

  it("reads lists, and takes an empty variable for an absent one", () => {
    const config = read({
      ...HOSTED,
      EDGEWISE_CORS_ORIGINS: "https://a.example, https://b.example,",
      EDGEWISE_JWT_SECRET: "",
    });
    expect(config.corsOrigins).toEqual(["https://a.example", "https://b.example"]);
  });

  it.each([
    ["no environment at all", {}, /SUPABASE_URL/],
    ["two ways to verify a token", { ...HOSTED, EDGEWISE_JWT_SECRET: SECRET }, /exactly one/],
    ["no way to verify a token", { ...HOSTED, SUPABASE_JWKS: undefined }, /exactly one/],
    [
      "a short secret",
      { ...HOSTED, SUPABASE_JWKS: undefined, EDGEWISE_JWT_SECRET: "short" },
      /EDGEWISE_JWT_SECRET/,
    ],
    ["keys that are no JSON", { ...HOSTED, SUPABASE_SECRET_KEYS: "sb_secret_a" }, /SUPABASE_SECRET_KEYS/],
    ["a key set that is none", { ...HOSTED, SUPABASE_JWKS: '{"keys":[1]}' }, /SUPABASE_JWKS/],
    ["half of Upstash", { ...HOSTED, UPSTASH_REDIS_REST_TOKEN: "token" }, /go together/],
    [
      "a budget beyond an isolate's life",
      { ...HOSTED, EDGEWISE_CPU_BUDGET_MS: "5000" },
      /EDGEWISE_CPU_BUDGET_MS/,
    ],
  ])("refuses %s, and shows no value", (_, environment, message) => {
    expect(() => read(environment)).toThrow(message);
    expect(() => read(environment)).not.toThrow(/sb_secret_a/);
  });
});
