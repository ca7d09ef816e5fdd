import { formatKey, KEY_SECRET_BYTES, type KeyEnvironment } from "../../shared/api-keys/key-text.ts";
import type { ApiKeyVerdict, ApiKeyVerifier, VerifiedApiKey } from "../../shared/ports/api-key-verifier.ts";

export const TEST_KEY_ID = "0b9f6f0e-3c57-4f5e-9a53-8f6f1f6f7a01";
export const TEST_KEY_OWNER_ID = "7d2f1c52-90d5-4a0e-8a51-0d9a6b7c8d02";
const OTHER_OWNER_ID = "9e2f1c52-90d5-4a0e-8a51-0d9a6b7c8d03";
/** The one address from which the key `bound` may be used. */
export const TEST_KEY_ADDRESS = "203.0.113.7";

/** A key whose secret is one byte, repeated. */
function keyOf(byte: number, environment: KeyEnvironment = "live"): string {
  return formatKey(environment, new Uint8Array(KEY_SECRET_BYTES).fill(byte));
}

/** Keys by what is special about them. */
export const TEST_API_KEYS = {
  full: keyOf(1),
  test: keyOf(2, "test"),
  modelsOnly: keyOf(3),
  bound: keyOf(4),
  disabled: keyOf(5),
  expired: keyOf(6),
  unknown: keyOf(7),
};

const KEY: VerifiedApiKey = {
  keyId: TEST_KEY_ID,
  userId: TEST_KEY_OWNER_ID,
  name: "test",
  scopes: ["*"],
  environment: "live",
  limits: { perMinute: 60, perHour: 1_000 },
  metadata: {},
  expiresAt: undefined,
};
const valid = (changes: Partial<VerifiedApiKey> = {}): ApiKeyVerdict => ({
  code: "VALID",
  key: { ...KEY, ...changes },
});

/** Knows the keys above and no others. */
export const verifyTestKey: ApiKeyVerifier = async (text, address) => {
  switch (text) {
    case TEST_API_KEYS.full:
      return valid();
    case TEST_API_KEYS.test:
      return valid({ environment: "test" });
    case TEST_API_KEYS.modelsOnly:
      return valid({ scopes: ["models:read"] });
    case TEST_API_KEYS.bound:
      return address === TEST_KEY_ADDRESS ? valid() : { code: "FORBIDDEN_IP" };
    case TEST_API_KEYS.disabled:
      return { code: "DISABLED", userId: OTHER_OWNER_ID };
    case TEST_API_KEYS.expired:
      return { code: "EXPIRED" };
    default:
      return { code: "NOT_FOUND" };
  }
};
