/** The mean of the last `size` values, kept up to date as values come. */
export class RollingMean {
  readonly #values: Float64Array;
  #oldest = 0;
  #sum: number;

  /** Begins as if every value so far had been `initial`. */
  constructor(size: number, initial: number) {
    this.#values = new Float64Array(size).fill(initial);
    this.#sum = size * initial;
  }

  get mean(): number {
    return this.#sum / this.#values.length;
  }

  push(value: number): void {
    this.#sum += value - this.#values[this.#oldest]!;
    this.#values[this.#oldest] = value;
    this.#oldest = (this.#oldest + 1) % this.#values.length;
  }

  /** Takes the values of another of the same size. */
  copyFrom(other: RollingMean): void {
    this.#values.set(other.#values);
    this.#oldest = other.#oldest;
    this.#sum = other.#sum;
  }
}
