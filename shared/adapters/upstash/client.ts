import type { Redis } from "@upstash/redis/cloudflare";

/**
 * A client that tries once and gives up after the timeout: whoever asks can do without. The library is loaded when it is
 * first used: a project without Upstash never pays for it.
 */
export async function createUpstashClient(
  config: { readonly url: string; readonly token: string },
  timeoutMs: number,
  options: { readonly pipelining: boolean },
): Promise<Redis> {
  // The entry for Cloudflare is the one that reads no environment: an isolate grants its variables by name.
  const { Redis } = await import("@upstash/redis/cloudflare");
  return new Redis({
    url: config.url,
    token: config.token,
    retry: false,
    enableTelemetry: false,
    enableAutoPipelining: options.pipelining,
    signal: () => AbortSignal.timeout(timeoutMs),
  });
}
