import type { Credential } from "./credentials.ts";

/** Groups of callers, as a person would say who may do something. Stated here once more, apart from the routes. */
const EVERYBODY: readonly Credential[] = [
  "nothing",
  "publishable key",
  "user",
  "another user",
  "operator",
  "API key without the scope",
  "API key with the scope",
  "secret key",
  "cron key",
];
const USERS: readonly Credential[] = ["user", "another user", "operator"];
const READERS: readonly Credential[] = [...USERS, "API key with the scope", "secret key"];
const PUBLIC_READERS: readonly Credential[] = [...READERS, "publishable key"];
const OPERATORS: readonly Credential[] = ["operator", "secret key"];
const JOBS: readonly Credential[] = ["cron key", "secret key"];
const GATEWAYS: readonly Credential[] = ["API key with the scope", "secret key"];
const SERVICE: readonly Credential[] = ["secret key"];

/** Callers that each route lets in. A route without a row fails the suite. */
export const ADMITTED: Readonly<Record<string, readonly Credential[]>> = {
  "POST /api-keys": USERS,
  "GET /api-keys": USERS,
  "POST /api-keys/verify": GATEWAYS,
  "GET /api-keys/{id}": USERS,
  "PATCH /api-keys/{id}": USERS,
  "DELETE /api-keys/{id}": USERS,
  "POST /api-keys/{id}/rotate": USERS,
  "GET /api-keys/{id}/usage": USERS,
  "GET /health": EVERYBODY,
  "GET /health/ready": EVERYBODY,
  "GET /health/metrics": SERVICE,
  "POST /indicators": READERS,
  "POST /indicators/batch": READERS,
  "GET /indicators/catalogue": EVERYBODY,
  "GET /indicators/chart.svg": READERS,
  "GET /indicators/features": EVERYBODY,
  "POST /indicators/weights/optimise": OPERATORS,
  "GET /indicators/features/values": READERS,
  "GET /jobs": OPERATORS,
  "GET /jobs/{id}": OPERATORS,
  "POST /jobs/{id}/cancel": OPERATORS,
  "POST /jobs/run": JOBS,
  "POST /market-data/bars": OPERATORS,
  "GET /market-data/bars": READERS,
  "POST /market-data/bars/resample": OPERATORS,
  "GET /market-data/gaps": READERS,
  "POST /ml-predict": READERS,
  "POST /ml-predict/batch": READERS,
  "POST /ml-predict/multi-horizon": READERS,
  "GET /ml-predict/status": EVERYBODY,
  "GET /models": PUBLIC_READERS,
  "POST /models": OPERATORS,
  "POST /models/rollback": OPERATORS,
  "GET /models/serving": OPERATORS,
  "GET /models/audit": OPERATORS,
  "GET /models/metrics": OPERATORS,
  "POST /models/outcomes/run": JOBS,
  "POST /models/canaries/run": JOBS,
  "GET /models/{version}": PUBLIC_READERS,
  "GET /models/{version}/card": PUBLIC_READERS,
  "GET /models/{version}/card/{picture}": PUBLIC_READERS,
  "POST /models/predictions/{id}/replay": [...USERS, "secret key"],
  "POST /models/{version}/promote": OPERATORS,
  "POST /models/{version}/canary": OPERATORS,
  "GET /models/{version}/canary": OPERATORS,
  "DELETE /models/{version}/canary": OPERATORS,
  "POST /trigger-training": OPERATORS,
  "GET /watchlists": USERS,
  "POST /watchlists": USERS,
  "GET /watchlists/{id}": USERS,
  "PATCH /watchlists/{id}": USERS,
  "DELETE /watchlists/{id}": USERS,
  "POST /watchlists/{id}/symbols": USERS,
  "PATCH /watchlists/{id}/symbols/{symbol}": USERS,
  "DELETE /watchlists/{id}/symbols/{symbol}": USERS,
  "PUT /watchlists/{id}/order": USERS,
};

/** A credential that is wrong is refused everywhere, also where nobody needs one: it never counts as none. */
const WRONG: readonly Credential[] = [
  "expired API key",
  "revoked API key",
  "forged JWT",
  "JWT of another project",
  "JWT without a signature",
  "expired JWT",
  "wrong secret key",
];
/** Those who have shown nothing that says who they are. */
const UNKNOWN: readonly Credential[] = ["nothing", "publishable key"];

/** The status that a refused caller gets; undefined for one who is let in. */
export function refusalOf(credential: Credential, admitted: readonly Credential[]): 401 | 403 | undefined {
  if (WRONG.includes(credential)) return 401;
  if (admitted.includes(credential)) return undefined;
  return UNKNOWN.includes(credential) ? 401 : 403;
}
