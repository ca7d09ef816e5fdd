import { toBase62 } from "./base62.ts";
import { crc32 } from "./crc32.ts";

/** A live key reads real markets; a test key reads the synthetic ones only, and costs nothing. */
export const KEY_ENVIRONMENTS = ["live", "test"] as const;
export type KeyEnvironment = (typeof KEY_ENVIRONMENTS)[number];

export const KEY_SECRET_BYTES = 32;
/** 256 bits need 43 digits in base 62, a CRC-32 needs 6. */
const SECRET_LENGTH = 43;
const CHECKSUM_LENGTH = 6;
/** `ew_live_` and the first characters of the secret: enough to tell keys apart, of no use to who would guess the rest. */
const PREFIX_LENGTH = 14;

const KEY_TEXT = /^ew_(live|test)_[0-9A-Za-z]{49}$/;

/** A key as its holder sends it: `ew_live_`, 43 digits of base 62 for the secret, 6 for the CRC-32 of all before them. */
export function formatKey(environment: KeyEnvironment, secret: Uint8Array): string {
  const value = secret.reduce((number, byte) => (number << 8n) | BigInt(byte), 0n);
  const body = `ew_${environment}_${toBase62(value, SECRET_LENGTH)}`;
  return body + checksumOf(body);
}

/** True where a text has the form of a key and its checksum: a typo is found without asking anybody. */
export function isKeyText(text: string): boolean {
  const body = text.slice(0, -CHECKSUM_LENGTH);
  return KEY_TEXT.test(text) && text.endsWith(checksumOf(body));
}

/** The part of a key that may be stored and shown. */
export function prefixOf(key: string): string {
  return key.slice(0, PREFIX_LENGTH);
}

function checksumOf(body: string): string {
  return toBase62(BigInt(crc32(body)), CHECKSUM_LENGTH);
}
