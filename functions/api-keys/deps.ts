import type { HttpDeps } from "../../shared/http/env.ts";
import type { ApiKeyStore } from "../../shared/ports/api-key-store.ts";
import type { ApiKeyVerifier } from "../../shared/ports/api-key-verifier.ts";

/** The ports that this function needs. */
export interface ApiKeysDeps extends HttpDeps {
  readonly keys: ApiKeyStore;
  readonly verifyApiKey: ApiKeyVerifier;
  readonly maxKeysPerUser: number;
}
