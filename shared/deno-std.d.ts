// The npm package ships no types; these are the parts that we use.
declare module "deno-std/crypto/timing_safe_equal.js" {
  /** Compares without revealing by its duration where two byte strings differ. */
  export function timingSafeEqual(
    a: ArrayBufferView | ArrayBufferLike,
    b: ArrayBufferView | ArrayBufferLike,
  ): boolean;
}
