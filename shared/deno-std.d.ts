// The npm package ships no types; these are the parts that we use.
declare module "deno-std/crypto/timing_safe_equal.js" {
  /** Compares without revealing by its duration where two byte strings differ. */
  export function timingSafeEqual(
    a: ArrayBufferView | ArrayBufferLike,
    b: ArrayBufferView | ArrayBufferLike,
  ): boolean;
}

declare module "deno-std/csv/parse_stream.js" {
  /** Text in, records out; quoted fields may hold separators and line breaks. */
  export class CsvParseStream implements TransformStream<string, string[]> {
    constructor(options?: { readonly separator?: string });
    readonly readable: ReadableStream<string[]>;
    readonly writable: WritableStream<string>;
  }
}

declare module "deno-std/streams/text_line_stream.js" {
  /** Text in, lines out, without their ends (a line feed, or a carriage return and a line feed). */
  export class TextLineStream implements TransformStream<string, string> {
    readonly readable: ReadableStream<string>;
    readonly writable: WritableStream<string>;
  }
}

declare module "deno-std/async/retry.js" {
  export class RetryError extends Error {}
  /** Calls again after a failure, waiting longer each time (with jitter); rejects with a RetryError that has the last cause. */
  export function retry<T>(
    work: () => Promise<T>,
    options?: {
      readonly maxAttempts?: number;
      readonly minTimeout?: number;
      readonly isRetriable?: (error: unknown) => boolean;
    },
  ): Promise<T>;
}
