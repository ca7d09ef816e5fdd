import type { Clock } from "../../ports/clock.ts";

/** A part of the platform that can be asked whether it works. */
export interface ReadinessProbe {
  readonly name: string;
  /** Without it nothing can be served; the others only make things slower or fewer. */
  readonly required: boolean;
  /** Rejects when the part does not work; what it answers is shown. After the signal nobody waits for it any more. */
  check(signal: AbortSignal): Promise<Readonly<Record<string, unknown>>>;
}

interface ReadinessCheck extends Readonly<Record<string, unknown>> {
  readonly ok: boolean;
  readonly required: boolean;
  readonly duration_ms: number;
}

export interface Readiness {
  readonly ready: boolean;
  readonly checks: Readonly<Record<string, ReadinessCheck>>;
  /** Why a check failed, for the log: it may name internals. */
  readonly failures: readonly { readonly name: string; readonly error: unknown }[];
}

/** A part that has not answered by then does not work. */
const TIMEOUT_MS = 1_000;

/** Asks every part at once. */
export async function checkReadiness(
  deps: { readonly clock: Clock },
  probes: readonly ReadinessProbe[],
): Promise<Readiness> {
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const timeout = rejectionOf(signal);
  const failures: { name: string; error: unknown }[] = [];
  const run = async ({ name, required, check }: ReadinessProbe): Promise<[string, ReadinessCheck]> => {
    const started = deps.clock.elapsed();
    const durationMs = () => Math.round((deps.clock.elapsed() - started) * 10) / 10;
    try {
      const details = await Promise.race([check(signal), timeout]);
      return [name, { ok: true, required, duration_ms: durationMs(), ...details }];
    } catch (error) {
      failures.push({ name, error });
      return [name, { ok: false, required, duration_ms: durationMs() }];
    }
  };
  const checks = Object.fromEntries(await Promise.all(probes.map(run)));
  return { ready: Object.values(checks).every(({ ok, required }) => ok || !required), checks, failures };
}

/** A part that does not hear the signal is not waited for either. */
function rejectionOf(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}
