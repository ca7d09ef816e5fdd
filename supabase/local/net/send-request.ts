/** A row of net.http_request_queue. */
export interface QueuedRequest {
  id: string;
  method: string;
  url: string;
  headers: Record<string, string> | null;
  body: Uint8Array<ArrayBuffer> | null;
  timeoutMs: number;
}

/** A row of net._http_response. */
export interface RecordedResponse {
  statusCode: number | null;
  contentType: string | null;
  headers: Record<string, string> | null;
  content: string | null;
  timedOut: boolean | null;
  errorMessage: string | null;
}

/** Sends a queued request and tells how it ended; it never throws. */
export async function sendRequest(request: QueuedRequest): Promise<RecordedResponse> {
  const { method, url, headers, body, timeoutMs } = request;
  try {
    const signal = AbortSignal.timeout(timeoutMs);
    const response = await fetch(url, { method, headers: headers ?? {}, body, signal });
    return {
      statusCode: response.status,
      contentType: response.headers.get("content-type"),
      headers: Object.fromEntries(response.headers),
      content: await response.text(),
      timedOut: false,
      errorMessage: null,
    };
  } catch (error) {
    const timedOut = (error as Error).name === "TimeoutError";
    const errorMessage = timedOut ? `Timeout of ${timeoutMs} ms reached` : reasonOf(error as Error);
    const nothing = { statusCode: null, contentType: null, headers: null, content: null };
    return { ...nothing, timedOut: timedOut || null, errorMessage };
  }
}

/** `fetch failed` says nothing; its cause does. */
function reasonOf(error: Error): string {
  return error.cause instanceof Error ? error.cause.message : error.message;
}
