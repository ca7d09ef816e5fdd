// The entry for Cloudflare is the one that reads no environment: an isolate grants its variables by name.
import { Redis } from "@upstash/redis/cloudflare";

/** A client that tries once and gives up after the timeout: whoever asks can do without. */
export function createUpstashClient(
  config: { readonly url: string; readonly token: string },
  timeoutMs: number,
  options: { readonly pipelining: boolean },
): Redis {
  return new Redis({
    url: config.url,
    token: config.token,
    retry: false,
    enableTelemetry: false,
    enableAutoPipelining: options.pipelining,
    signal: () => AbortSignal.timeout(timeoutMs),
  });
}
