import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { KeyPlatform, manage } from "./key-platform.ts";

const REVOCATIONS = 200;
const AT_ONCE = 20;
const POLL_MS = 30;
/** Promises of docs/api-keys.md. */
const ACTS_WITHIN_MS = 1_000;
const CALLS = 2_000;
/** A route of each that does nothing but see who asks. */
const ISOLATES = ["health", "ml-predict/status"];

const platform = new KeyPlatform();
beforeAll(() => platform.start());
afterAll(() => platform.leave());

describe("under load", () => {
  it(`${REVOCATIONS} revocations act in two isolates within a second, and ${CALLS} calls are counted as ${CALLS}`, async () => {
    const loader = await platform.storedKey("load");
    const keys = await Promise.all(
      Array.from({ length: REVOCATIONS }, (_, n) => platform.storedKey(`victim ${n}`)),
    );
    await platform.onDatabase(
      (sql) => sql`
      update public.ml_api_keys set rate_limit_per_minute = 1000000, rate_limit_per_hour = 1000000`,
    );

    let answered = 0;
    let isLoading = true;
    const callOnce = async (path: string) => {
      expect(await platform.statusOf(path, loader.key)).toBe(200);
      answered += 1;
    };
    const load = ISOLATES.flatMap((path) =>
      [1, 2].map(async () => {
        while (isLoading) await callOnce(path);
      }),
    );
    const delays: number[] = [];
    for (let first = 0; first < REVOCATIONS; first += AT_ONCE) {
      const wave = keys.slice(first, first + AT_ONCE);
      delays.push(...(await Promise.all(wave.map(revokeInUse))).flat());
    }
    isLoading = false;
    await Promise.all(load);
    const slowestMs = Math.max(...delays);
    console.info(
      `${REVOCATIONS} revocations in ${ISOLATES.length} isolates:`,
      `slowest effect ${slowestMs.toFixed(0)} ms, under ${answered} calls of load`,
    );
    expect(delays).toHaveLength(REVOCATIONS * ISOLATES.length);
    expect(slowestMs).toBeLessThan(ACTS_WITHIN_MS);

    while (answered < CALLS) {
      const rest = Math.min(40, CALLS - answered);
      await Promise.all(Array.from({ length: rest }, (_, n) => callOnce(ISOLATES[n % ISOLATES.length]!)));
    }
    // At once, with the last calls not written yet: a clean stop loses none.
    await platform.restart();
    const usage = await manage(platform.ann, "GET", `/${loader.id}/usage`);
    expect(usage.calls).toBe(answered);
    await platform.onDatabase((sql) => sql`select internal.roll_up_api_key_usage()`);
    expect(await manage(platform.ann, "GET", `/${loader.id}`)).toMatchObject({ usage_count: answered });
  });

  /**
   * Revokes a key while every isolate is asked with it all the time, and so believes in it. Tells for each how long after
   * the revocation was acknowledged a request could be sent that was still taken.
   */
  async function revokeInUse({ id, key }: { id: string; key: string }): Promise<number[]> {
    for (const path of ISOLATES) expect(await platform.statusOf(path, key)).toBe(200);
    const lastTaken = ISOLATES.map(async (path) => {
      for (let taken = 0; ; await sleep(POLL_MS)) {
        const sent = performance.now();
        const status = await platform.statusOf(path, key);
        // An address that shows refused keys too often is told so; what is unavailable has neither taken nor refused it.
        if (status === 401 || status === 429) return taken;
        if (status === 200) taken = sent;
      }
    });
    await platform.store.revoke({ kind: "user", id: platform.annId }, id);
    const revoked = performance.now();
    return (await Promise.all(lastTaken)).map((taken) => Math.max(0, taken - revoked));
  }
});
