import type { createRoute, RouteConfig } from "@hono/zod-openapi";
import type { z } from "zod";
import type { FailureCode } from "../failure.ts";
import type { Access } from "./access.ts";
import { headersOf } from "./answer-headers.ts";
import type { CallerKind } from "./callers.ts";
import { limitRate, resolveLimit } from "./limit-rate.ts";
import type { OperationId } from "./operation-id.ts";
import { problemResponses } from "./problem.ts";
import { replayAnswers } from "./replay-answers.ts";
import { requireCaller } from "./require-caller.ts";

/** How a caller proves who they are, for the OpenAPI document. */
const SECURITY: Record<CallerKind, Record<string, string[]>> = {
  anyone: {},
  anon: { publishableKey: [] },
  user: { userToken: [] },
  operator: { userToken: [] },
  api_key: { apiKey: [] },
  secret: { secretKey: [] },
  cron: { secretKey: [] },
};

const IDEMPOTENCY_KEY = {
  name: "Idempotency-Key",
  in: "header",
  required: false,
  description:
    "Makes sending the request again harmless: for 24 hours the same key and body get the first answer",
  schema: { type: "string", minLength: 1, maxLength: 255 },
} as const;

/**
 * A route's whole contract: its name, who may call it, how it can be refused, and its shapes. Access comes first and cannot be
 * left out, so nothing is open by oversight.
 */
export function defineRoute<
  P extends string,
  const R extends Omit<RouteConfig, "path"> & { path: P; operationId: OperationId },
>(access: Access, route: R) {
  const { callers, refusals = [], scope, idempotent = false, redactReplay = [] } = access;
  const limit = access.limit === "exempt" ? undefined : resolveLimit(access.limit, route.method);
  const open = callers.includes("anyone");
  // A wrong credential is refused everywhere, also where none is needed, and counted.
  const codes: FailureCode[] = [...refusals, "unauthenticated", "rate_limited", "internal"];
  if (!open) codes.push("forbidden");
  if (scope !== undefined) codes.push("insufficient_scope", "address_not_allowed", "test_key");
  if (route.request !== undefined) codes.push("invalid_request");
  // A value in the path may make it another route's.
  if (route.request?.params !== undefined) codes.push("method_not_allowed");
  if (limit) codes.push("unavailable");
  if (idempotent) codes.push("idempotency_in_progress", "idempotency_mismatch", "invalid_request");
  const contract = {
    ...route,
    security: callers.map((kind) => SECURITY[kind]),
    middleware: [
      requireCaller(access),
      ...(limit ? [limitRate(limit)] : []),
      ...(idempotent ? [replayAnswers(redactReplay)] : []),
    ],
    ...(idempotent && { parameters: [IDEMPOTENCY_KEY] }),
    // Put together for the API's document alone: an isolate that starts does not pay for it.
    get responses() {
      return withHeaders(
        { ...problemResponses(codes), ...route.responses },
        { isLimited: limit !== undefined, isIdempotent: idempotent },
      );
    },
    "x-callers": callers,
    "x-rate-limit": limit
      ? { ...limit, cost: typeof limit.cost === "number" ? limit.cost : "by request" }
      : "exempt",
    ...(scope !== undefined && { "x-scope": scope }),
  };
  // The additions (middleware, problem answers) do not change what the handler receives or returns.
  return contract as unknown as ReturnType<typeof createRoute<P, R>>;
}

/** Every answer with the headers that it carries; those that a route declares itself stay. */
function withHeaders(
  responses: RouteConfig["responses"],
  of: { readonly isLimited: boolean; readonly isIdempotent: boolean },
): RouteConfig["responses"] {
  return Object.fromEntries(
    Object.entries(responses).map(([status, answer]) => [
      status,
      "$ref" in answer
        ? answer
        : { ...answer, headers: { ...headersOf(Number(status), of), ...answer.headers } },
    ]),
  );
}

/** A required JSON body. (Left optional, an empty body would reach the handler unchecked.) A deferred schema is made with the first. */
export function jsonBody<Schema extends z.ZodType>(schema: Schema | (() => Schema)) {
  return { required: true, content: jsonContent(schema) } as const;
}

/** A JSON answer. A deferred schema is made for the API's document alone. */
export function jsonAnswer<Schema extends z.ZodType>(schema: Schema | (() => Schema), description: string) {
  return { description, content: jsonContent(schema) } as const;
}

function jsonContent<Schema extends z.ZodType>(schema: Schema | (() => Schema)) {
  const content = {
    get schema() {
      return typeof schema === "function" ? schema() : schema;
    },
  };
  return { "application/json": content } as const;
}
