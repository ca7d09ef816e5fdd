import { isKeyText } from "../../api-keys/key-text.ts";
import type { ApiKeyDirectory, ApiKeyVerifier } from "../../ports/api-key-verifier.ts";
import type { Clock } from "../../ports/clock.ts";
import { rememberFor } from "../remember-for.ts";
import { hashKey } from "./hash-key.ts";

/** How long a verdict is believed: a revocation acts in every isolate after this and one look-up at the latest. */
const MEMORY_MS = 500;

/**
 * The one check of API keys in an isolate. A text without the form of a key is refused without a look-up; a verdict, good
 * or bad, is remembered for half a second by hash and address, so the text of a key is never kept.
 */
export function createKeyVerifier(deps: {
  readonly directory: ApiKeyDirectory;
  readonly clock: Clock;
}): ApiKeyVerifier {
  const validate = rememberFor(
    deps.clock,
    MEMORY_MS,
    ([hash, address]: readonly [string, string | undefined]) => deps.directory.validate(hash, address),
  );
  return async function verifyKey(text, address) {
    if (!isKeyText(text)) return { code: "NOT_FOUND" };
    return await validate([await hashKey(text), address]);
  };
}
