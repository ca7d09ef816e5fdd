import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { cors } from "hono/cors";
import { HTTPException } from "hono/http-exception";
import { requestId } from "hono/request-id";
import { secureHeaders } from "hono/secure-headers";
import { timing } from "hono/timing";
import { Failure } from "../failure.ts";
import { authenticate } from "./authenticate.ts";
import { countKeyUse } from "./count-key-use.ts";
import type { App, AppEnv, HttpDeps } from "./env.ts";
import type { Logger } from "./logger.ts";
import { measureRequests } from "./measure-requests.ts";
import { mountContracts } from "./mount-contracts.ts";
import { problemResponse } from "./problem.ts";
import { rateLimitHeaders } from "./rate-limit-headers.ts";
import { requestLog } from "./request-log.ts";

const DEFAULT_BODY_LIMIT_BYTES = 1024 * 1024;

/**
 * The app of one Edge Function: request id, log line, CORS, security headers, body limit and authentication, once for
 * every route. Whatever a handler throws becomes problem+json.
 */
export function createHttpApp(
  name: string,
  deps: HttpDeps,
  options: { readonly bodyLimitBytes?: number } = {},
): App {
  const app = new Hono<AppEnv>().basePath(`/${name}`);
  app.use(requestId());
  app.use(requestLog(deps));
  app.use(measureRequests(deps));
  app.use(timing({ crossOrigin: false }));
  app.use(secureHeaders());
  app.use(
    cors({
      origin: [...deps.corsOrigins],
      allowHeaders: [
        "authorization",
        "apikey",
        "content-type",
        "x-client-info",
        "x-api-key",
        "x-request-id",
        "idempotency-key",
      ],
      exposeHeaders: [
        "x-cache",
        "x-request-id",
        "server-timing",
        "retry-after",
        "ratelimit-limit",
        "ratelimit-remaining",
        "ratelimit-reset",
        "ratelimit-policy",
        "idempotency-replayed",
      ],
      maxAge: 600,
    }),
  );
  app.use(
    bodyLimit({
      maxSize: options.bodyLimitBytes ?? DEFAULT_BODY_LIMIT_BYTES,
      onError: () => {
        throw new Failure("payload_too_large", "Send less in one request.");
      },
    }),
  );
  app.use(countKeyUse(deps.countKeyUse));
  app.use(rateLimitHeaders(deps));
  app.use(authenticate(deps.resolveCaller));
  app.notFound((c) =>
    problemResponse(
      new Failure("not_found", `Nothing answers ${c.req.method} ${c.req.path}.`),
      c.var.requestId,
    ),
  );
  app.onError((error, c) => {
    const known = asFailure(error);
    logFailure(deps.logger, known, c.var.requestId);
    return problemResponse(known, c.var.requestId);
  });
  return mountContracts(app);
}

/** What is wrong with us is an error, whole; what is wrong with a request is a line on why it was refused. */
function logFailure(logger: Logger, failure: unknown, requestId: string): void {
  const fields = { request_id: requestId };
  if (!(failure instanceof Failure) || failure.code === "internal" || failure.code === "unavailable") {
    logger.error("request_failed", failure, fields);
  } else if (failure.cause !== undefined) {
    logger.info("request_refused", { ...fields, code: failure.code, cause: String(failure.cause) });
  }
}

/** hono's own refusals (such as a body that is no JSON) in our form. */
function asFailure(error: unknown): unknown {
  if (!(error instanceof HTTPException) || error.status >= 500) return error;
  return new Failure("invalid_request", error.message || "The request could not be read.");
}
