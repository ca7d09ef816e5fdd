/** Headers that answers carry, as the API's document declares them, beside those that describe the body or protect browsers. */
export const ANSWER_HEADERS = {
  "X-Request-Id": text("Names this request in the log; one that you send is kept"),
  "Server-Timing": text("Milliseconds that the function took"),
  "RateLimit-Limit": integer("Requests that the tightest of the caller's limits allows in its window"),
  "RateLimit-Remaining": integer("Requests that are left of them"),
  "RateLimit-Reset": integer("Seconds until there is room again"),
  "RateLimit-Policy": text(
    "Every limit of the caller and its window in seconds, such as `60;w=60, 1000;w=3600`",
  ),
  "Retry-After": integer("Seconds after which to try again"),
  "WWW-Authenticate": text("How to authenticate"),
  "Idempotency-Replayed": text(
    "`true`: this is the kept answer of the first request with this Idempotency-Key",
  ),
  "X-Cache": text("`hit`: the whole answer came from the cache; `miss`: something was computed"),
  Allow: text("Methods that the path takes"),
} as const;

export type AnswerHeader = keyof typeof ANSWER_HEADERS;

const EVERYWHERE: readonly AnswerHeader[] = ["X-Request-Id", "Server-Timing"];
const LIMITED: readonly AnswerHeader[] = [
  "RateLimit-Limit",
  "RateLimit-Remaining",
  "RateLimit-Reset",
  "RateLimit-Policy",
];

/** References to headers of the document's components. */
export function headerReferences(names: readonly AnswerHeader[]) {
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));
}

/** Headers of a route's answers of one status. */
export function headersOf(
  status: number,
  { isLimited, isIdempotent }: { readonly isLimited: boolean; readonly isIdempotent: boolean },
) {
  const names = [...EVERYWHERE];
  // Refused credentials are counted on every route.
  if (isLimited || status === 401 || status === 429) names.push(...LIMITED);
  if (status === 429 || status === 503 || (status === 409 && isIdempotent)) names.push("Retry-After");
  if (status === 405) names.push("Allow");
  if (status === 401) names.push("WWW-Authenticate");
  if (status < 300 && isIdempotent) names.push("Idempotency-Replayed");
  return headerReferences(names);
}

function text(description: string) {
  return { description, schema: { type: "string" } } as const;
}

function integer(description: string) {
  return { description, schema: { type: "integer", minimum: 0 } } as const;
}
