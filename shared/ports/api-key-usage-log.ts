import type { ApiKeyUsage } from "./api-key-store.ts";

/** Calls of one key that an isolate has counted. */
export interface CountedCalls extends ApiKeyUsage {
  readonly keyId: string;
  /** Epoch milliseconds. */
  readonly lastUsedAt: number;
}

/** The lasting record of how keys are used. */
export interface ApiKeyUsageLog {
  /** Adds a batch whose entries differ in key, day, endpoint or status. A batch that is stored already changes nothing. */
  record(batchId: string, calls: readonly CountedCalls[]): Promise<void>;
}

/** One call that was answered, however it ended. */
export interface AnsweredCall {
  readonly keyId: string;
  readonly endpoint: string;
  readonly status: number;
}

/** Takes a call into account. Returns at once. */
export type UsageCounter = (call: AnsweredCall) => void;
