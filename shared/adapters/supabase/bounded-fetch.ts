/** More than the 8 s after which the database ends a statement: who waits longer waits for nobody. */
const TIMEOUT_MS = 10_000;
/** The bytes of an object travel one way or the other, and those of a model are many. */
const UPLOAD_TIMEOUT_MS = 120_000;
const OBJECT_PATH = /^\/storage\/v1\/object\/(?!list\/)/;

type Fetch = typeof globalThis.fetch;

/**
 * `fetch` that gives up, also in the middle of an answer, on a platform that has taken a request and does not answer:
 * an isolate has no time to wait for it, and its caller gets a 503 instead of silence.
 */
export function createBoundedFetch({
  timeoutMs = TIMEOUT_MS,
  uploadTimeoutMs = UPLOAD_TIMEOUT_MS,
  fetch = globalThis.fetch as Fetch,
} = {}): Fetch {
  return function boundedFetch(input, init = {}) {
    const isUpload = carriesObject(input) && (init.method === "POST" || init.method === "PUT");
    const timeout = AbortSignal.timeout(isUpload ? uploadTimeoutMs : timeoutMs);
    const signal = init.signal ? AbortSignal.any([init.signal, timeout]) : timeout;
    return fetch(input, { ...init, signal });
  };
}

function carriesObject(input: Parameters<Fetch>[0]): boolean {
  const url = input instanceof Request ? input.url : String(input);
  return OBJECT_PATH.test(new URL(url).pathname);
}
