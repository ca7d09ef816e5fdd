// WebAssembly by hand: https://webassembly.github.io/spec/core/binary/. An instruction is a run of bytes.

export type Code = readonly number[];

/** Unsigned LEB128. */
function unsigned(value: number): number[] {
  const bytes: number[] = [];
  for (let rest = value; ; rest >>>= 7) {
    if (rest < 128) return [...bytes, rest];
    bytes.push((rest % 128) + 128);
  }
}

const vector = (operation: number, ...rest: number[]): Code => [0xfd, ...unsigned(operation), ...rest];
/** Addresses are multiples of 4, the logarithm of which every access states. */
const ALIGNED_TO_4 = 2;

export const localGet = (index: number): Code => [0x20, ...unsigned(index)];
export const localSet = (index: number): Code => [0x21, ...unsigned(index)];
/** A constant of 0..63: one byte of signed LEB128. */
export const i32Const = (value: number): Code => [0x41, value];
export const I32_ADD: Code = [0x6a];
export const I32_MULTIPLY: Code = [0x6c];
export const I32_LESS: Code = [0x49];
export const I32_GREATER: Code = [0x4b];
export const F32X4_ZERO = vector(0x0c, ...new Array<number>(16).fill(0));
export const F32X4_ADD = vector(0xe4);
export const F32X4_MULTIPLY = vector(0xe6);
/** Four numbers from an address. */
export const loadFour = (offset: number): Code => vector(0x00, ALIGNED_TO_4, ...unsigned(offset));
/** One number from an address, four times over. */
export const LOAD_SPREAD = vector(0x09, ALIGNED_TO_4, 0);
export const storeFour = (offset: number): Code => vector(0x0b, ALIGNED_TO_4, ...unsigned(offset));

/** Repeats the body; `branchIf(0)` at its end goes on with the next turn. */
export const loop = (body: Code): Code => [0x03, 0x40, ...body, 0x0b];
/** A body that `branchIf` leaves by as many levels as loops lie between. */
export const block = (body: Code): Code => [0x02, 0x40, ...body, 0x0b];
export const branch = (levels: number): Code => [0x0c, ...unsigned(levels)];
export const branchIf = (levels: number): Code => [0x0d, ...unsigned(levels)];

const I32 = 0x7f;
const V128 = 0x7b;
const section = (id: number, body: Code): Code => [id, ...unsigned(body.length), ...body];
const text = (value: string): Code => [...unsigned(value.length), ...new TextEncoder().encode(value)];

/** A function of `parameters` integers over a memory imported as `host.memory`, exported as `run`. */
export function assembleModule(
  parameters: number,
  locals: { readonly integers: number; readonly vectors: number },
  code: Code,
): Uint8Array<ArrayBuffer> {
  const body = [2, ...unsigned(locals.integers), I32, ...unsigned(locals.vectors), V128, ...code, 0x0b];
  const types = [1, 0x60, parameters, ...new Array<number>(parameters).fill(I32), 0];
  const imports = [1, ...text("host"), ...text("memory"), 2, 0, 1];
  return Uint8Array.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, types),
    ...section(2, imports),
    ...section(3, [1, 0]),
    ...section(7, [1, ...text("run"), 0, 0]),
    ...section(10, [1, ...unsigned(body.length), ...body]),
  ]);
}
