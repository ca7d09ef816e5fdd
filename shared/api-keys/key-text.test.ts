import { randomBytes } from "node:crypto";
import { crc32 as oracle } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { toBase62 } from "./base62.ts";
import { crc32 } from "./crc32.ts";
import { formatKey, isKeyText, KEY_ENVIRONMENTS, KEY_SECRET_BYTES, prefixOf } from "./key-text.ts";

const ALPHABET = [..."0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"];
/** The pattern that docs/api-keys.md gives to secret scanners. */
const DOCUMENTED = /^ew_(live|test)_[0-9A-Za-z]{49}$/;
const key = fc
  .tuple(
    fc.constantFrom(...KEY_ENVIRONMENTS),
    fc.uint8Array({ minLength: KEY_SECRET_BYTES, maxLength: KEY_SECRET_BYTES }),
  )
  .map(([environment, secret]) => formatKey(environment, secret));

describe("a key", () => {
  it("has the documented form, whatever the secret", () => {
    const none = formatKey("live", new Uint8Array(KEY_SECRET_BYTES));
    const all = formatKey("test", new Uint8Array(KEY_SECRET_BYTES).fill(255));
    for (const text of [none, all]) expect([DOCUMENTED.test(text), isKeyText(text)]).toEqual([true, true]);
    fc.assert(fc.property(key, (text) => DOCUMENTED.test(text) && isKeyText(text)));
  });

  it("carries all 256 bits of its secret", () => {
    const secret = randomBytes(KEY_SECRET_BYTES);
    const digits = formatKey("live", secret).slice("ew_live_".length, -6);
    const value = [...digits].reduce((sum, digit) => sum * 62n + BigInt(ALPHABET.indexOf(digit)), 0n);
    expect(value.toString(16).padStart(64, "0")).toBe(secret.toString("hex"));
  });

  it("with one wrong character is none", () => {
    const typo = fc.tuple(key, fc.nat(), fc.constantFrom(...ALPHABET, "_", "-"));
    fc.assert(
      fc.property(typo, ([text, at, character]) => {
        const index = at % text.length;
        if (text[index] === character) return true;
        return !isKeyText(text.slice(0, index) + character + text.slice(index + 1));
      }),
    );
  });

  it("with two neighbours swapped is none", () => {
    fc.assert(
      fc.property(key, fc.nat(), (text, at) => {
        const index = at % (text.length - 1);
        const swapped = `${text.slice(0, index)}${text[index + 1]}${text[index]}${text.slice(index + 2)}`;
        return swapped === text || !isKeyText(swapped);
      }),
    );
  });

  it("of the other environment, cut short or made longer is none", () => {
    fc.assert(
      fc.property(key, (text) => {
        const other = text.replace(/live|test/, (name) => (name === "live" ? "test" : "live"));
        return ![other, text.slice(0, -1), `${text}0`, ` ${text}`, `${text}\n`, ""].some(isKeyText);
      }),
    );
  });

  it("shows six characters of its secret, 36 bits of 256", () => {
    fc.assert(fc.property(key, (text) => prefixOf(text) === text.slice(0, "ew_live_".length + 6)));
  });
});

test("crc32 is the CRC-32 of zlib", () => {
  expect(crc32("123456789")).toBe(0xcbf43926);
  fc.assert(fc.property(fc.string({ unit: "binary-ascii" }), (text) => crc32(text) === oracle(text)));
});

test("toBase62 counts as numbers do: digits before capitals before small letters", () => {
  expect([0n, 9n, 10n, 36n, 61n, 62n].map((value) => toBase62(value, 2))).toEqual([
    "00",
    "09",
    "0A",
    "0a",
    "0z",
    "10",
  ]);
  const number = fc.bigInt({ min: 0n, max: 2n ** 256n - 1n });
  fc.assert(fc.property(number, number, (a, b) => a < b === toBase62(a, 43) < toBase62(b, 43) || a === b));
});
