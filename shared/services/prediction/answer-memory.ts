import type { Cache } from "../../ports/cache.ts";
import type { Clock } from "../../ports/clock.ts";

/** A question whose answer others may be given too. */
export interface Question {
  /** Everything that the answer depends on; undefined where it is not worth keeping. */
  readonly key: string | undefined;
  /** How long its answer holds: until then, epoch milliseconds. */
  readonly expiresAt: number;
}

export interface Remembered<Answer> {
  readonly answer: Answer;
  /** Nothing was computed for it. */
  readonly isHit: boolean;
}

/** In the isolate's memory; the time is brought forward when the answer turns out to be an older one. */
interface Entry<Answer> {
  readonly answer: Promise<Answer>;
  expiresAt: number;
}

/** In the cache that isolates share. */
interface Stored<Answer> {
  readonly answer: Answer;
  readonly expiresAt: number;
}

/** In an isolate; an answer has some kilobytes. */
const MAX_ENTRIES = 500;
/** More look-ups at once than this cost more than computing. */
const MAX_LOOKUPS = 8;

/**
 * Answers questions from the isolate's own memory, from the cache that isolates share, or by computing them, all that
 * are missing at once. A question that is being answered is not asked a second time; failures are not remembered, and
 * a cache that fails only costs the computing.
 */
export function createAnswerMemory<Answer>(deps: {
  readonly cache: Cache;
  readonly clock: Clock;
  readonly background: (work: Promise<unknown>) => void;
}) {
  const entries = new Map<string, Entry<Answer>>();

  function known(key: string): Promise<Answer> | undefined {
    const entry = entries.get(key);
    return entry && entry.expiresAt > deps.clock.now() ? entry.answer : undefined;
  }

  function remember(key: string, answer: Promise<Answer>, expiresAt: number) {
    const entry = { answer, expiresAt };
    entries.delete(key);
    entries.set(key, entry);
    answer.catch(() => {
      if (entries.get(key) === entry) entries.delete(key);
    });
    for (const oldest of entries.keys()) {
      if (entries.size <= MAX_ENTRIES) break;
      entries.delete(oldest);
    }
  }

  async function fromCache(keys: readonly (string | undefined)[]): Promise<(Answer | undefined)[]> {
    const wanted = keys.filter((key) => key !== undefined).length;
    if (wanted > MAX_LOOKUPS) return keys.map(() => undefined);
    return await Promise.all(
      keys.map(async (key) => {
        const stored =
          key === undefined ? undefined : await deps.cache.get<Stored<Answer>>(key).catch(() => undefined);
        if (key === undefined || !stored || stored.expiresAt <= deps.clock.now()) return undefined;
        const entry = entries.get(key);
        if (entry) entry.expiresAt = Math.min(entry.expiresAt, stored.expiresAt);
        return stored.answer;
      }),
    );
  }

  function share({ key, expiresAt }: Question, answer: Answer) {
    const ttlMs = expiresAt - deps.clock.now();
    if (key === undefined || ttlMs <= 0) return;
    const stored: Stored<Answer> = { answer, expiresAt };
    deps.background(deps.cache.set(key, stored, ttlMs));
  }

  /** The answers to `questions`, in their order; `compute` is called once at most, with those that are missing. */
  return async function answerAll<Q extends Question>(
    questions: readonly Q[],
    compute: (missing: readonly Q[]) => Promise<readonly PromiseSettledResult<Answer>[]>,
  ): Promise<PromiseSettledResult<Remembered<Answer>>[]> {
    const asked: { readonly question: Q; readonly promise: Deferred<Remembered<Answer>> }[] = [];
    const outcomes = questions.map((question) => {
      const { key, expiresAt } = question;
      const shared = key === undefined ? undefined : known(key);
      if (shared) return shared.then((answer) => ({ answer, isHit: true }));
      const promise = new Deferred<Remembered<Answer>>();
      if (key !== undefined) remember(key, promise.settled.then(answerOf), expiresAt);
      asked.push({ question, promise });
      return promise.settled;
    });
    const settled = Promise.allSettled(outcomes);
    if (asked.length > 0) await answerAsked(asked, compute);
    return await settled;
  };

  async function answerAsked<Q extends Question>(
    asked: readonly { readonly question: Q; readonly promise: Deferred<Remembered<Answer>> }[],
    compute: (missing: readonly Q[]) => Promise<readonly PromiseSettledResult<Answer>[]>,
  ) {
    const cached = await fromCache(asked.map(({ question }) => question.key));
    const missing = asked.filter(({ promise }, i) => {
      const answer = cached[i];
      if (answer === undefined) return true;
      promise.resolve({ answer, isHit: true });
      return false;
    });
    if (missing.length === 0) return;
    const computed = await Promise.allSettled([compute(missing.map(({ question }) => question))]);
    const [all] = computed;
    missing.forEach(({ question, promise }, i) => {
      const outcome = all.status === "rejected" ? all : all.value[i]!;
      if (outcome.status === "rejected") {
        promise.reject(outcome.reason);
        return;
      }
      promise.resolve({ answer: outcome.value, isHit: false });
      if (missing.length <= MAX_LOOKUPS) share(question, outcome.value);
    });
  }
}

const answerOf = <Answer>({ answer }: Remembered<Answer>) => answer;

/** A promise that is settled from outside. */
class Deferred<Value> {
  resolve!: (value: Value) => void;
  reject!: (reason: unknown) => void;
  readonly settled = new Promise<Value>((resolve, reject) => {
    this.resolve = resolve;
    this.reject = reject;
  });
}
