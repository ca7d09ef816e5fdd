/** An answer as it is kept, without secrets. */
export interface KeptAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

/** A key means something only to one caller on one route. */
export interface IdempotencyKey {
  readonly scope: string;
  readonly key: string;
}

export type Begun =
  | { readonly outcome: "started"; readonly token: string }
  | { readonly outcome: "answered"; readonly answer: KeptAnswer }
  /** The first request is still under way. */
  | { readonly outcome: "running" }
  /** The key came with another request before. */
  | { readonly outcome: "mismatch" };

/** Decides which of several requests with one key does the work, and keeps its answer for a day. */
export interface IdempotencyStore {
  begin(id: IdempotencyKey, fingerprint: string): Promise<Begun>;
  /** Keeps the answer or, where there is none worth keeping, lets the key go. */
  end(id: IdempotencyKey, token: string, answer: KeptAnswer | undefined): Promise<void>;
}

/** A request that is still silent after this is gone: its isolate was killed. */
export const LOCK_MS = 60_000;
export const KEEP_MS = 24 * 3_600_000;
