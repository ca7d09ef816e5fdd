import type { JobWaker } from "../../ports/job-waker.ts";

/** The run route answers when its slice has ended; by then the lease of a slice that has not is over. */
const TIMEOUT_MS = 30_000;

/** Wakes an isolate by calling a run route: each call may land in a fresh isolate with a CPU life of its own. */
export function createJobWaker(
  config: {
    readonly supabaseUrl: string;
    readonly secretKeys: Readonly<Record<string, string>>;
  },
  /** Below the functions' URL. */
  route: string,
): JobWaker {
  const key = config.secretKeys.cron ?? config.secretKeys.default;
  if (key === undefined) throw new Error("SUPABASE_SECRET_KEYS holds no key named cron or default.");
  return {
    async wake() {
      const response = await fetch(`${config.supabaseUrl}/functions/v1/${route}`, {
        method: "POST",
        headers: { apikey: key },
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      await response.body?.cancel();
      if (!response.ok) throw new Error(`the run route answers ${response.status}`);
    },
  };
}
