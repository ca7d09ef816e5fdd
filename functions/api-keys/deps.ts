import type { HttpDeps } from "../../shared/http/env.ts";
import type { ApiKeyStore } from "../../shared/ports/api-key-store.ts";
import type { ApiKeyVerifier } from "../../shared/ports/api-key-verifier.ts";

/** What this function needs, behind ports. */
export interface ApiKeysDeps extends HttpDeps {
  readonly keys: ApiKeyStore;
  readonly verifyApiKey: ApiKeyVerifier;
  readonly maxKeysPerUser: number;
}
