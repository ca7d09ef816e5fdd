import type { Hono, MiddlewareHandler } from "hono";
import { validator } from "hono/validator";
import type { ZodType } from "zod";
import { Failure, type FailurePointer } from "../failure.ts";
import type { App, AppEnv, Contract } from "./env.ts";

const JSON_BODY = "application/json";
const JSON_TYPE = /^application\/([a-z.-]+\+)?json\s*(;|$)/i;
const MAX_POINTERS = 20;

/**
 * Gives an app `openapi`, typed as that of @hono/zod-openapi: the library itself, which writes the document, is loaded where
 * the document is made, since it would cost every start of an isolate 50 ms of its CPU.
 */
export function mountContracts(app: Hono<AppEnv>): App {
  const contracts: Contract[] = [];
  function openapi(contract: Contract, handler: MiddlewareHandler<AppEnv>) {
    contracts.push(contract);
    const path = contract.path.replaceAll(/\/{(.+?)}/g, "/:$1");
    const { middleware = [] } = contract;
    app.on([contract.method], [path], ...middleware, ...validatorsOf(contract), handler);
    return app;
  }
  return Object.assign(app, { contracts, openapi: openapi as unknown as App["openapi"] });
}

function validatorsOf({ request = {} }: Contract): MiddlewareHandler[] {
  const validators: MiddlewareHandler[] = [];
  if (request.query) validators.push(validate("query", { schema: request.query as ZodType }));
  if (request.params) validators.push(validate("param", { schema: request.params as ZodType }));
  const body = request.body?.content[JSON_BODY];
  if (body) validators.push(requireJson, validate("json", body as { readonly schema: ZodType }));
  return validators;
}

/** A body of another kind would pass unseen: hono takes it for an empty object. */
const requireJson: MiddlewareHandler = async (c, next) => {
  const type = c.req.header("content-type");
  if (type === undefined ? c.req.raw.body !== null : !JSON_TYPE.test(type)) {
    throw new Failure("invalid_request", `The body must be sent as ${JSON_BODY}.`);
  }
  await next();
};

/** The schema is not looked at before the first request: it may be deferred. */
function validate(
  target: "query" | "param" | "json",
  content: { readonly schema: ZodType },
): MiddlewareHandler {
  return validator(target, async (value) => {
    const { data, error } = await content.schema.safeParseAsync(value, { error: wordsFor });
    if (error) throw refusalOf(target, error.issues);
    return data as object;
  });
}

/** In words of our own where zod's, "expected string, received undefined", are not those of who sends JSON. */
function wordsFor({ input }: { readonly input?: unknown }): string | undefined {
  return input === undefined ? "is required" : undefined;
}

/** Every place in the request that does not fit the contract, as JSON pointers. */
function refusalOf(
  target: string,
  issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[],
): Failure {
  const errors: FailurePointer[] = issues.slice(0, MAX_POINTERS).map((issue) => ({
    pointer: [...(target === "json" ? [] : [target]), ...issue.path]
      .map((step) => `/${String(step)}`)
      .join(""),
    detail: issue.message,
  }));
  const [first] = errors;
  const detail = first ? `${first.pointer || "body"}: ${first.detail}` : "The request is not valid.";
  return new Failure("invalid_request", detail, { errors });
}
