// The binary format: https://webassembly.github.io/spec/core/binary/modules.html#import-section

const HEADER_LENGTH = 8;
const IMPORT_SECTION = 2;
const IMPORT_KIND = { function: 0, table: 1, memory: 2, global: 3 } as const;
const HAS_MAXIMUM = 1;
const IS_SHARED = 2;

/**
 * Makes a WebAssembly module import its memory as its own instead of shared with threads, in place: the edge runtime has
 * no shared memory, and one thread needs none. Throws a RangeError where the module imports no memory.
 */
export function unshareMemory(wasm: Uint8Array): void {
  const at = memoryFlagsPosition(wasm);
  wasm[at]! &= ~IS_SHARED;
}

function memoryFlagsPosition(wasm: Uint8Array): number {
  const cursor = new Cursor(wasm, importSectionPosition(wasm));
  for (let imports = cursor.integer(); imports > 0; imports--) {
    cursor.skip(cursor.integer());
    cursor.skip(cursor.integer());
    const kind = cursor.byte();
    if (kind === IMPORT_KIND.memory) return cursor.position;
    if (kind === IMPORT_KIND.function) cursor.integer();
    else if (kind === IMPORT_KIND.global) cursor.skip(2);
    else if (kind === IMPORT_KIND.table) {
      cursor.skip(1);
      const flags = cursor.byte();
      cursor.integer();
      if (flags & HAS_MAXIMUM) cursor.integer();
    } else break;
  }
  throw new RangeError("the WebAssembly module imports no memory");
}

function importSectionPosition(wasm: Uint8Array): number {
  const cursor = new Cursor(wasm, HEADER_LENGTH);
  while (cursor.position < wasm.length) {
    const section = cursor.byte();
    const length = cursor.integer();
    if (section === IMPORT_SECTION) return cursor.position;
    cursor.skip(length);
  }
  throw new RangeError("the WebAssembly module imports nothing");
}

class Cursor {
  position: number;
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array, position: number) {
    this.#bytes = bytes;
    this.position = position;
  }

  byte(): number {
    const byte = this.#bytes[this.position++];
    if (byte === undefined) throw new RangeError("the WebAssembly module is cut short");
    return byte;
  }

  /** An unsigned LEB128. */
  integer(): number {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = this.byte();
      value += (byte % 128) * factor;
      if (byte < 128) return value;
    }
  }

  skip(length: number): void {
    this.position += length;
  }
}
