/** A cache that may forget anything at any time; values are JSON. */
export interface Cache {
  /** "upstash", "postgres" or "memory", for health reports. */
  readonly kind: string;
  get<T>(key: string): Promise<T | undefined>;
  set<T>(key: string, value: T, ttlMs: number): Promise<void>;
  /** Rejects when the cache cannot be reached. */
  ping(): Promise<void>;
}
