import type { Random } from "../../math/random.ts";
import type { Arithmetic, Numbers } from "../matrix/arithmetic.ts";

/** A tensor that is learned, and the gradient of the loss in it. */
export interface Parameter {
  readonly values: Numbers;
  readonly gradient: Numbers;
}

interface Entry extends Parameter {
  readonly length: number;
  readonly initial: (index: number, random: Random) => number;
}

/** All that a network learns, in the order in which its layers were made. */
export class Parameters {
  readonly #arithmetic: Arithmetic;
  readonly #entries: Entry[] = [];

  constructor(arithmetic: Arithmetic) {
    this.#arithmetic = arithmetic;
  }

  /** Room for a tensor of that many numbers; what pads it must start as 0 and then stays so. */
  add(length: number, initial: (index: number, random: Random) => number): Parameter {
    const values = this.#arithmetic.allocate(length);
    const entry = { length, initial, values, gradient: this.#arithmetic.allocate(length) };
    this.#entries.push(entry);
    return entry;
  }

  [Symbol.iterator](): Iterator<Parameter> {
    return this.#entries[Symbol.iterator]();
  }

  get length(): number {
    return this.#entries.reduce((sum, { length }) => sum + length, 0);
  }

  initialise(random: Random): void {
    for (const { values, initial } of this.#entries)
      for (let i = 0; i < values.length; i++) values[i] = initial(i, random);
  }

  read(from: Float32Array): void {
    let at = 0;
    for (const { values, length } of this.#entries) {
      values.set(from.subarray(at, at + length));
      at += length;
    }
  }

  values(): Float32Array<ArrayBuffer> {
    return this.#joined(({ values }) => values);
  }

  gradients(): Float32Array<ArrayBuffer> {
    return this.#joined(({ gradient }) => gradient);
  }

  clearGradients(): void {
    for (const { gradient } of this.#entries) gradient.fill(0);
  }

  #joined(of: (entry: Entry) => Numbers): Float32Array<ArrayBuffer> {
    const joined = new Float32Array(this.length);
    let at = 0;
    for (const entry of this.#entries) {
      joined.set(of(entry), at);
      at += entry.length;
    }
    return joined;
  }
}
