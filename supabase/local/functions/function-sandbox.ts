import { ENVIRONMENT_NAMES } from "../../../shared/config.ts";
import type { StackKeys } from "../keys.ts";
import type { UpstashFront } from "../redis/start-upstash.ts";
import type { Sandbox } from "./function-process.ts";

/** The parts of a stack that functions get to see: the platform's variables, the gateway, the cache, the hosts of providers. */
export function functionSandbox(stack: {
  url: string;
  keys: StackKeys;
  upstash: UpstashFront | undefined;
  /** Where the functions' modules are. */
  bundles: string;
  environment: Record<string, string>;
  allowedHosts: readonly string[];
  onSpawn(pid: number): void;
}): Sandbox {
  const { url, keys, upstash } = stack;
  return {
    environment: {
      SUPABASE_URL: url,
      SUPABASE_PUBLISHABLE_KEYS: JSON.stringify({ default: keys.publishable }),
      SUPABASE_SECRET_KEYS: JSON.stringify({ default: keys.secret, cron: keys.cron }),
      EDGEWISE_JWT_SECRET: keys.jwtSecret,
      ...(upstash && { UPSTASH_REDIS_REST_URL: upstash.url, UPSTASH_REDIS_REST_TOKEN: upstash.token }),
      ...stack.environment,
    },
    readableEnvironment: ENVIRONMENT_NAMES,
    network: [url, ...(upstash ? [upstash.url] : [])]
      .map((address) => new URL(address).host)
      .concat(stack.allowedHosts),
    readable: [stack.bundles],
    onSpawn: stack.onSpawn,
  };
}
