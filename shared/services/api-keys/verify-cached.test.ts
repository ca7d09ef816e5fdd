import { createHash } from "node:crypto";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { TEST_API_KEYS, verifyTestKey } from "../../../tests/support/api-keys.ts";
import { formatKey, KEY_SECRET_BYTES } from "../../api-keys/key-text.ts";
import { Failure } from "../../failure.ts";
import type { ApiKeyVerdict } from "../../ports/api-key-verifier.ts";
import { createKeyVerifier } from "./verify-cached.ts";

const REMEMBERED_MS = 500;
let elapsedMs: number;
let verdict: () => Promise<ApiKeyVerdict>;
const validate = vi.fn((_hash: string, _address: string | undefined) => verdict());
const verifier = () =>
  createKeyVerifier({ directory: { validate }, clock: { now: () => 0, elapsed: () => elapsedMs } });

beforeEach(() => {
  elapsedMs = 0;
  validate.mockClear();
  verdict = () => verifyTestKey(TEST_API_KEYS.full, undefined);
});

describe("a key verifier", () => {
  it("asks by the SHA-256 of the key, never by its text", async () => {
    expect(await verifier()(TEST_API_KEYS.full, "203.0.113.7")).toMatchObject({ code: "VALID" });
    const hash = createHash("sha256").update(TEST_API_KEYS.full).digest("hex");
    expect(validate.mock.calls).toEqual([[hash, "203.0.113.7"]]);
  });

  it("refuses a typo without asking", async () => {
    const verify = verifier();
    for (const text of ["", "ew_live_", `${TEST_API_KEYS.full}0`, TEST_API_KEYS.full.toLowerCase()]) {
      expect(await verify(text, undefined)).toEqual({ code: "NOT_FOUND" });
    }
    expect(validate).not.toHaveBeenCalled();
  });

  it.each<[string, ApiKeyVerdict]>([
    ["good", { code: "EXPIRED" }],
    ["bad", { code: "NOT_FOUND" }],
  ])("believes a %s verdict for half a second and no longer", async (_, later) => {
    const verify = verifier();
    const before = await verify(TEST_API_KEYS.full, undefined);
    verdict = async () => later;
    elapsedMs = REMEMBERED_MS - 1;
    expect(await verify(TEST_API_KEYS.full, undefined)).toEqual(before);
    elapsedMs = REMEMBERED_MS;
    expect(await verify(TEST_API_KEYS.full, undefined)).toEqual(later);
    expect(validate).toHaveBeenCalledTimes(2);
  });

  it("asks once for a crowd, and again for each address", async () => {
    const verify = verifier();
    await Promise.all(Array.from({ length: 100 }, () => verify(TEST_API_KEYS.full, undefined)));
    expect(validate).toHaveBeenCalledTimes(1);
    await verify(TEST_API_KEYS.full, "203.0.113.7");
    await verify(TEST_API_KEYS.full, "203.0.113.8");
    expect(validate).toHaveBeenCalledTimes(3);
  });

  describe("that somebody tries keys out on", () => {
    const GUESSES = 100;
    /** None of TEST_API_KEYS. */
    const wrongKey = (n: number) => formatKey("live", new Uint8Array(KEY_SECRET_BYTES).fill(50 + n));
    beforeEach(() => {
      verdict = async () => ({ code: "NOT_FOUND" });
    });

    async function guessing(address: string | undefined, guesses = GUESSES) {
      const verify = verifier();
      for (let n = 0; n < guesses; n++) {
        expect(await verify(wrongKey(n), address)).toEqual({ code: "NOT_FOUND" });
      }
      validate.mockClear();
      return verify;
    }

    it("asks no more for that address and its network, until a minute is over", async () => {
      const verify = await guessing("2001:db8::1");
      for (const address of ["2001:db8::1", "2001:db8::2"]) {
        await expect(verify(TEST_API_KEYS.full, address)).rejects.toMatchObject({
          code: "rate_limited",
          retryAfterMs: 60_000,
        });
      }
      expect(validate).not.toHaveBeenCalled();
      elapsedMs = 60_000;
      expect(await verify(TEST_API_KEYS.full, "2001:db8::1")).toEqual({ code: "NOT_FOUND" });
    });

    it("goes on asking for everybody else, and where no address is known", async () => {
      const verify = await guessing("203.0.113.7");
      await verify(TEST_API_KEYS.full, "203.0.113.8");
      expect(validate).toHaveBeenCalledTimes(1);
      const unknown = await guessing(undefined, 2 * GUESSES);
      await unknown(TEST_API_KEYS.full, undefined);
      expect(validate).toHaveBeenCalledTimes(1);
    });

    it("takes one wrong key for a mistake, however often it is sent", async () => {
      const verify = verifier();
      for (let n = 0; n < 2 * GUESSES; n++) {
        elapsedMs += 300;
        expect(await verify(wrongKey(1), "203.0.113.7")).toEqual({ code: "NOT_FOUND" });
      }
    });

    it("forgets the addresses that came first when there are very many", async () => {
      const verify = await guessing("203.0.113.7");
      for (let n = 0; n < 1_000; n++) await verify(wrongKey(1), `198.51.${n >> 8}.${n & 255}`);
      expect(await verify(TEST_API_KEYS.full, "203.0.113.7")).toEqual({ code: "NOT_FOUND" });
    });
  });

  it("neither lets anybody in nor remembers it when the database is away", async () => {
    const verify = verifier();
    verdict = async () => {
      throw new Failure("unavailable", "The database cannot be reached right now.");
    };
    await expect(verify(TEST_API_KEYS.full, undefined)).rejects.toMatchObject({ code: "unavailable" });
    verdict = () => verifyTestKey(TEST_API_KEYS.full, undefined);
    expect(await verify(TEST_API_KEYS.full, undefined)).toMatchObject({ code: "VALID" });
  });
});
