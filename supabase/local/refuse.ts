import type { ServerResponse } from "node:http";

/** A function that broke or starts, and a stack that is started again, are there within this. */
const RETRY_AFTER_S = "5";

/** Ends a request with a JSON body, as the platform's gateway does; who is refused for now learns when to come again. */
export function refuse(
  response: ServerResponse,
  status: number,
  body: object,
  contentType = "application/json",
): void {
  response.writeHead(status, {
    "content-type": contentType,
    "access-control-allow-origin": "*",
    ...(status === 503 && { "retry-after": RETRY_AFTER_S }),
  });
  response.end(JSON.stringify(body));
}
