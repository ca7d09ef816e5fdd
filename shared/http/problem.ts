import * as z from "zod";
import { Failure, type FailureCode } from "../failure.ts";
import { deferred } from "../wire/deferred.ts";

/** HTTP status and title of each refusal (RFC 9457). */
export const PROBLEMS = {
  invalid_request: { status: 400, title: "The request is not valid" },
  unauthenticated: { status: 401, title: "Credentials are missing or not valid" },
  forbidden: { status: 403, title: "These credentials may not do this" },
  insufficient_scope: { status: 403, title: "The API key's scopes do not allow this" },
  address_not_allowed: { status: 403, title: "The API key may not be used from here" },
  test_key: { status: 403, title: "Test keys work on synthetic symbols only" },
  not_found: { status: 404, title: "There is no such thing" },
  method_not_allowed: { status: 405, title: "The path does not take this method" },
  unknown_symbol: { status: 404, title: "The symbol is not known" },
  conflict: { status: 409, title: "The request conflicts with the current state" },
  key_limit: { status: 409, title: "The user holds as many API keys as one may" },
  watchlist_limit: { status: 409, title: "The limit of watchlists or of their symbols is reached" },
  job_running: { status: 409, title: "A job of this scope is running already" },
  no_active_model: { status: 409, title: "No active model serves this scope" },
  gate_not_passed: { status: 409, title: "The model has not passed the promotion gate" },
  feature_set_mismatch: { status: 409, title: "The model was trained on another feature set" },
  not_enough_bars: { status: 422, title: "Too few bars are stored" },
  not_enough_trades: { status: 422, title: "Too few trades have closed" },
  payload_too_large: { status: 413, title: "The request body is too large" },
  idempotency_in_progress: { status: 409, title: "The same request is still under way" },
  idempotency_mismatch: { status: 422, title: "The idempotency key came with another request" },
  rate_limited: { status: 429, title: "Too many requests" },
  unsupported_model: { status: 422, title: "The model cannot be run" },
  runtime_unavailable: { status: 409, title: "The runtime is not to be had here" },
  unavailable: { status: 503, title: "A part of the platform cannot be reached" },
  internal: { status: 500, title: "Something went wrong on our side" },
} as const satisfies Record<FailureCode, { status: number; title: string }>;

const ProblemSchema = deferred(() =>
  z
    .looseObject({
      type: z
        .string()
        .describe("Where the documentation tells what the code means and what to do")
        .meta({ format: "uri-reference" }),
      title: z.string(),
      status: z.int(),
      code: z.enum(Object.keys(PROBLEMS) as FailureCode[]).describe("Stable; branch on this"),
      detail: z.string(),
      request_id: z.string().describe("Quote it when you report the problem"),
      errors: z
        .array(z.object({ pointer: z.string(), detail: z.string() }))
        .optional()
        .describe("Each place in the request that is wrong, as a JSON pointer"),
    })
    .meta({ id: "Problem" }),
);

export const PROBLEM_CONTENT_TYPE = "application/problem+json";
const UNAVAILABLE_FOR_MS = 5_000;

/** The answer to a failed request. Anything that is not a `Failure` becomes a bare 500: its text stays in the log. */
export function problemResponse(
  error: unknown,
  { requestId, problemsUrl }: { readonly requestId: string; readonly problemsUrl: string },
): Response {
  const failure =
    error instanceof Failure
      ? error
      : new Failure("internal", "The request id finds the cause in the log.", { cause: error });
  const { status, title } = PROBLEMS[failure.code];
  const body = {
    type: `${problemsUrl}#${failure.code}`,
    title,
    status,
    code: failure.code,
    detail: failure.detail,
    request_id: requestId,
    ...(failure.errors.length > 0 && { errors: failure.errors }),
    ...failure.extra,
  };
  const headers = new Headers({ "content-type": PROBLEM_CONTENT_TYPE });
  if (status === 401) headers.set("www-authenticate", 'Bearer realm="edgewise"');
  const retryAfterMs = failure.retryAfterMs ?? (status === 503 ? UNAVAILABLE_FOR_MS : undefined);
  if (retryAfterMs !== undefined) {
    headers.set("retry-after", String(Math.max(1, Math.ceil(retryAfterMs / 1000))));
  }
  return new Response(JSON.stringify(body), { status, headers });
}

const PROBLEM_CONTENT = {
  get schema() {
    return ProblemSchema();
  },
};

/** The statuses that a route declares beside its own: what any route of that kind may answer, each reason once. */
export function problemResponses(codes: readonly FailureCode[]) {
  const statuses = new Map<number, string[]>();
  for (const code of new Set(codes)) {
    const { status } = PROBLEMS[code];
    statuses.set(status, [...(statuses.get(status) ?? []), code]);
  }
  return Object.fromEntries(
    [...statuses].map(([status, names]) => [
      status,
      { description: names.join(", "), content: { [PROBLEM_CONTENT_TYPE]: PROBLEM_CONTENT } },
    ]),
  );
}
