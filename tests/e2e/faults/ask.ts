import { setTimeout as sleep } from "node:timers/promises";
import { expect, vi } from "vitest";
import { type Ground, SYMBOL } from "./ground.ts";

/** Promises of the platform after a fault. */
const RECOVERY = { timeout: 5_000, interval: 100 };
const PAUSE_MS = 20;

export interface Answer {
  readonly status: number;
  readonly retryAfter: string | null;
  readonly body: unknown;
}
export type Ask = () => Promise<Answer>;

/** Sends a request and reads its answer to the end. */
export async function send(ground: Ground, path: string, init: RequestInit = {}): Promise<Answer> {
  const response = await fetch(`${ground.stack.url}/functions/v1/${path}`, init);
  const text = await response.text();
  return { status: response.status, retryAfter: response.headers.get("retry-after"), body: JSON.parse(text) };
}

/** One request of each kind: a read that anyone may make, a read with a key, a prediction with a key. */
export function requestsOf(ground: Ground): Record<"open" | "keyed" | "predicted", Ask> {
  let asked = 0;
  const headers = { "x-api-key": ground.key, "content-type": "application/json" };
  return {
    open: () => send(ground, "indicators/features"),
    keyed: () => send(ground, `market-data/bars?symbol=${SYMBOL}&timeframe=1h&limit=20`, { headers }),
    // Another band each time, so that nobody has asked the same before; the probabilities do not depend on it.
    predicted: () => send(ground, "ml-predict", predictionRequest(headers, { neutral_band: ++asked * 1e-9 })),
  };
}

export function predictionRequest(headers: Record<string, string>, fields: object): RequestInit {
  return { method: "POST", headers, body: JSON.stringify({ symbol: SYMBOL, ...fields }) };
}

/** Answers that have to be the same whenever they are asked for. */
function essence({ body }: Answer): unknown {
  const { probabilities } = body as { probabilities?: unknown };
  return probabilities ?? body;
}

/** Judges answers by those that the same requests got while all was well. */
export class Judge {
  readonly #right = new Map<Ask, unknown>();

  constructor(readonly asks: readonly Ask[]) {}

  async learn(): Promise<void> {
    for (const ask of this.asks) {
      await vi.waitFor(async () => expect((await ask()).status).toBe(200), {
        timeout: 20_000,
        interval: 200,
      });
      this.#right.set(ask, essence(await ask()));
    }
  }

  /** "200", "429" or "503" of an honest answer; throws for any other. */
  async ask(ask: Ask): Promise<string> {
    const answer = await ask();
    if (answer.status === 200) expect(essence(answer)).toEqual(this.#right.get(ask));
    else {
      expect([429, 503], JSON.stringify(answer)).toContain(answer.status);
      expect(Number(answer.retryAfter), JSON.stringify(answer)).toBeGreaterThan(0);
    }
    return String(answer.status);
  }

  /** All asks by some callers, again and again until the work has ended: how many answers there were, by status. */
  async during(work: Promise<unknown>, callers = 4): Promise<Record<string, number>> {
    const counts: Record<string, number> = {};
    let isOver = false;
    const caller = async () => {
      while (!isOver) {
        for (const ask of this.asks) {
          const status = await this.ask(ask);
          counts[status] = (counts[status] ?? 0) + 1;
        }
        await sleep(PAUSE_MS);
      }
    };
    const asking = Promise.all(Array.from({ length: callers }, caller));
    const working = work.finally(() => {
      isOver = true;
    });
    await Promise.all([asking, working]);
    return counts;
  }

  /** The fault is over: everything is answered again, and right, within 5 s. */
  async seesRecovery(): Promise<void> {
    await expect
      .poll(() => Promise.all(this.asks.map((ask) => this.ask(ask))), RECOVERY)
      .toEqual(this.asks.map(() => "200"));
  }
}
