import type { ServerResponse } from "node:http";

/** Ends a request with a JSON body, as the platform's gateway does. */
export function refuse(
  response: ServerResponse,
  status: number,
  body: object,
  contentType = "application/json",
): void {
  response.writeHead(status, { "content-type": contentType, "access-control-allow-origin": "*" });
  response.end(JSON.stringify(body));
}
