import { setTimeout as sleep } from "node:timers/promises";
import type { Random } from "../../../shared/math/random.ts";
import type { Stack } from "../../../supabase/local/create-stack.ts";

/** A route, as a user of the platform asks it. */
export interface Visit {
  readonly route: string;
  readonly path: string;
  readonly body?: object;
  /** How often it is asked, beside the others. */
  readonly weight: number;
}

/** Outcome of a request. */
export interface Outcome {
  readonly route: string;
  /** The status, and the code of a refusal; or that there was none. */
  readonly answer: string;
  readonly durationMs: number;
}

/** Asks one route after the other until the time is over, with a pause of `pauseMs` on average between an answer and the next request. */
export async function visit(
  stack: Stack,
  visitor: { readonly headers: Record<string, string>; readonly visits: readonly Visit[] },
  pace: { readonly random: Random; readonly pauseMs: number; readonly endsAt: number },
  record: (outcome: Outcome) => void,
): Promise<void> {
  const { random, pauseMs, endsAt } = pace;
  while (performance.now() < endsAt) {
    await sleep(2 * pauseMs * random.uniform());
    record(await ask(stack, visitor.headers, drawn(visitor.visits, random)));
  }
}

function drawn(visits: readonly Visit[], random: Random): Visit {
  const lots = visits.flatMap((visit) => Array.from({ length: visit.weight }, () => visit));
  return lots[random.below(lots.length)]!;
}

async function ask(
  stack: Stack,
  headers: Record<string, string>,
  { route, path, body }: Visit,
): Promise<Outcome> {
  const began = performance.now();
  const init = body ? { method: "POST", body: JSON.stringify(body) } : {};
  let said = "no answer";
  try {
    const answer = await fetch(`${stack.url}/functions/v1/${path}`, {
      headers: { ...headers, "content-type": "application/json" },
      ...init,
    });
    const text = await answer.text();
    said = answer.ok ? "200" : `${answer.status} ${JSON.parse(text).code}`;
  } catch {
    // No answer is an outcome, too.
  }
  return { route, answer: said, durationMs: performance.now() - began };
}
