import type { Arithmetic, Matrix } from "./arithmetic.ts";
import { productKernel, TILE_COLUMNS } from "./product-kernel.ts";

const PAGE_BYTES = 65_536;
const FLOAT_BYTES = 4;
/** Rows of B that one call goes through: with more, a band of its columns falls out of the nearest cache. */
const MAX_INNER = 256;

type Run = (...numbers: number[]) => void;

let compiled: WebAssembly.Module | undefined;

/** Numbers in one memory, and the product of matrices that lie in it. */
export interface Float32Memory {
  readonly numbers: Float32Array;
  readonly multiply: Arithmetic["multiply"];
}

/** The kernel is made when it is first needed. */
export function createFloat32Memory(length: number): Float32Memory {
  const pages = Math.max(1, Math.ceil((length * FLOAT_BYTES) / PAGE_BYTES));
  const memory = new WebAssembly.Memory({ initial: pages });
  let run: Run | undefined;
  return {
    numbers: new Float32Array(memory.buffer, 0, length),
    multiply(a, b, c, rows, inner, columns) {
      run ??= instantiate(memory);
      multiply(run, a, b, c, rows, inner, columns);
    },
  };
}

/** The kernel over a memory. */
function instantiate(memory: WebAssembly.Memory): Run {
  compiled ??= new WebAssembly.Module(productKernel());
  return new WebAssembly.Instance(compiled, { env: { memory } }).exports.run as Run;
}

const sizeOf = (length: number) => Math.ceil(length / TILE_COLUMNS) * TILE_COLUMNS;

/**
 * Builds something in one memory that is exactly large enough, since a memory that grows leaves its old arrays behind:
 * `build` runs twice, first to count what it allocates.
 */
export function buildInFloat32<T>(build: (arithmetic: Arithmetic) => T): T {
  let length = 0;
  const none = new Float32Array(0);
  build({
    allocate(count) {
      length += sizeOf(count);
      return none;
    },
    multiply: () => {},
  });
  const { numbers, multiply } = createFloat32Memory(length);
  let next = 0;
  return build({
    allocate(count) {
      const array = numbers.subarray(next, next + count);
      next += sizeOf(count);
      return array;
    },
    multiply,
  });
}

function multiply(run: Run, a: Matrix, b: Matrix, c: Matrix, rows: number, inner: number, columns: number) {
  if (columns % TILE_COLUMNS !== 0) throw new RangeError(`${columns} columns are no whole number of tiles`);
  if (rows < 1 || columns < 1) return;
  const column = a.column ?? 1;
  for (let from = 0; from < inner; from += MAX_INNER) {
    run(
      a.data.byteOffset + (a.at + from * column) * FLOAT_BYTES,
      b.data.byteOffset + (b.at + from * b.row) * FLOAT_BYTES,
      c.data.byteOffset + c.at * FLOAT_BYTES,
      rows,
      Math.min(MAX_INNER, inner - from),
      columns,
      a.row * FLOAT_BYTES,
      column * FLOAT_BYTES,
      b.row * FLOAT_BYTES,
      c.row * FLOAT_BYTES,
    );
  }
}
