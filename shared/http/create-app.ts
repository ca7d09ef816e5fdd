import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { cors } from "hono/cors";
import { createMiddleware } from "hono/factory";
import { HTTPException } from "hono/http-exception";
import { requestId } from "hono/request-id";
import { secureHeaders } from "hono/secure-headers";
import { timing } from "hono/timing";
import { Failure } from "../failure.ts";
import { allowMethods } from "./allow-methods.ts";
import { ANSWER_HEADERS } from "./answer-headers.ts";
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
  app.use(crossOrigin(deps.corsOrigins));
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
  const mounted = mountContracts(app);
  app.use(allowMethods(name, mounted.contracts, deps.problemsUrl));
  app.notFound((c) =>
    problemResponse(new Failure("not_found", `Nothing answers ${c.req.method} ${c.req.path}.`), {
      requestId: c.var.requestId,
      problemsUrl: deps.problemsUrl,
    }),
  );
  app.onError((error, c) => {
    const known = asFailure(error);
    const { requestId } = c.var;
    logFailure(deps.logger, known, requestId);
    return problemResponse(known, { requestId, problemsUrl: deps.problemsUrl });
  });
  return mounted;
}

/** Tells browsers which origins may call, and with what. OPTIONS that is no preflight passes on. */
function crossOrigin(origins: readonly string[]) {
  const answer = cors({
    origin: [...origins],
    allowHeaders: [
      "authorization",
      "apikey",
      "content-type",
      "x-client-info",
      "x-api-key",
      "x-request-id",
      "idempotency-key",
    ],
    exposeHeaders: Object.keys(ANSWER_HEADERS).map((name) => name.toLowerCase()),
    maxAge: 600,
  });
  return createMiddleware<AppEnv>(async function crossOriginMiddleware(c, next) {
    const isPreflight = c.req.header("access-control-request-method") !== undefined;
    return c.req.method === "OPTIONS" && !isPreflight ? await next() : await answer(c, next);
  });
}

/** A fault of ours is an error, whole; a fault of the request is a line on why it was refused. */
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
