/** Sections start at multiples of 8, so that a typed array can look at its bytes without a copy. */
const ALIGNMENT = 8;
const padded = (length: number) => Math.ceil(length / ALIGNMENT) * ALIGNMENT;

type Numbers = Uint8Array | Uint16Array | Uint32Array | Float32Array | Float64Array;
type NumbersConstructor<T> = {
  readonly BYTES_PER_ELEMENT: number;
  new (buffer: ArrayBufferLike, at: number, length: number): T;
};

/** Writes numbers and typed arrays one after another, exactly; `BinaryReader` reads them in the same order. */
export class BinaryWriter {
  readonly #parts: Uint8Array[] = [];
  #length = 0;

  /** The tag says what the bytes are, and is checked when they are read. */
  constructor(tag: string) {
    this.array(new TextEncoder().encode(tag));
  }

  number(value: number): this {
    return this.#append(new Uint8Array(Float64Array.of(value).buffer));
  }

  array(values: Numbers): this {
    this.number(values.length);
    return this.#append(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  }

  /** The output of another writer, to be read as an array of bytes: without the copy that its `bytes` would make. */
  nested(other: BinaryWriter): this {
    this.number(other.#length);
    for (const part of other.#parts) this.#append(part);
    return this;
  }

  bytes(): Uint8Array<ArrayBuffer> {
    const result = new Uint8Array(this.#length);
    let at = 0;
    for (const part of this.#parts) {
      result.set(part, at);
      at += padded(part.length);
    }
    return result;
  }

  #append(part: Uint8Array): this {
    this.#parts.push(part);
    this.#length += padded(part.length);
    return this;
  }
}

/**
 * The arrays that it reads look at the given bytes, which are not to be changed: inputs of a training are tens of
 * megabytes, and an isolate lives for a second. Throws a RangeError on bytes that are of another kind or cut short.
 */
export class BinaryReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array, tag: string) {
    this.#bytes = bytes.byteOffset % ALIGNMENT === 0 ? bytes : bytes.slice();
    const found = new TextDecoder().decode(this.array(Uint8Array));
    if (found !== tag) throw new RangeError(`expected ${tag}, not these bytes`);
  }

  number(): number {
    return new Float64Array(this.#bytes.buffer, this.#take(ALIGNMENT), 1)[0]!;
  }

  array<T>(type: NumbersConstructor<T>): T {
    const length = this.number();
    return new type(this.#bytes.buffer, this.#take(length * type.BYTES_PER_ELEMENT), length);
  }

  /** To be called last: bytes that nobody read mean that writer and reader disagree. */
  end(): void {
    if (this.#at !== this.#bytes.byteLength) throw new RangeError("there are bytes left over");
  }

  /** Where the next section of so many bytes begins in the buffer. */
  #take(length: number): number {
    const at = this.#at;
    this.#at += padded(length);
    if (!(length >= 0 && this.#at <= this.#bytes.byteLength)) throw new RangeError("the bytes are cut short");
    return this.#bytes.byteOffset + at;
  }
}
