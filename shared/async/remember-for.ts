import { LruMap } from "../memory/lru-map.ts";
import type { Clock } from "../ports/clock.ts";

const MAX_ANSWERS = 1_000;

/**
 * Makes a look-up remember its answers for `ttlMs`, counted from when it was asked. Callers that come meanwhile share
 * one call; failures are not remembered. The input is compared as JSON.
 */
export function rememberFor<Input, Answer>(
  clock: Clock,
  ttlMs: number,
  lookUp: (input: Input) => Promise<Answer>,
): (input: Input) => Promise<Answer> {
  const answers = new LruMap<string, { readonly answer: Promise<Answer>; readonly expiresAt: number }>(
    MAX_ANSWERS,
  );

  return function remembered(input) {
    const key = JSON.stringify(input);
    const known = answers.get(key);
    if (known && known.expiresAt > clock.elapsed()) return known.answer;
    const entry = { answer: lookUp(input), expiresAt: clock.elapsed() + ttlMs };
    answers.set(key, entry);
    entry.answer.catch(() => {
      if (answers.get(key) === entry) answers.delete(key);
    });
    return entry.answer;
  };
}
