import { isKeyText } from "../../api-keys/key-text.ts";
import { rememberFor } from "../../async/remember-for.ts";
import type { ApiKeyDirectory, ApiKeyVerdict, ApiKeyVerifier } from "../../ports/api-key-verifier.ts";
import type { Clock } from "../../ports/clock.ts";
import { createGuessGuard } from "./guard-guesses.ts";
import { hashKey } from "./hash.ts";

/** How long a verdict is believed: a revocation acts in every isolate after this and one look-up at the latest. */
const MEMORY_MS = 500;

/**
 * The one check of API keys in an isolate. A text without the form of a key is refused without a look-up; a verdict, good
 * or bad, is remembered for half a second by hash and address, so the text of a key is never kept. An address that tries
 * out keys is refused with Failure rate_limited.
 */
export function createKeyVerifier(deps: {
  readonly directory: ApiKeyDirectory;
  readonly clock: Clock;
}): ApiKeyVerifier {
  const guard = createGuessGuard(deps.clock);

  async function lookUp([hash, address]: readonly [string, string | undefined]): Promise<ApiKeyVerdict> {
    guard.admit(address);
    const verdict = await deps.directory.validate(hash, address);
    if (verdict.code === "NOT_FOUND") guard.remember(address, hash);
    return verdict;
  }
  const validate = rememberFor(deps.clock, MEMORY_MS, lookUp);

  return async function verifyKey(text, address) {
    if (!isKeyText(text)) return { code: "NOT_FOUND" };
    return await validate([await hashKey(text), address]);
  };
}
