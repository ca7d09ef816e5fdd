import type { OnnxTensor } from "../graph.ts";
import { UnsupportedGraphError } from "./unsupported-graph.ts";

/** Where the numbers of a value lie while one row is computed. */
export interface Register {
  readonly at: number;
  readonly width: number;
}

/** Computes one node for the row that lies in the registers. */
export type RowOperation = (registers: Float32Array) => void;

/** Gives each value of a graph its place in one flat array: every value is a row of numbers, float32[N, width]. */
export class RegisterPlan {
  #size = 0;
  readonly #registers = new Map<string, Register>();
  readonly #tensors: ReadonlyMap<string, OnnxTensor>;

  constructor(initializers: readonly OnnxTensor[]) {
    this.#tensors = new Map(initializers.map((tensor) => [tensor.name, tensor]));
  }

  /** Makes room for a value that is computed, or given from outside. */
  define(name: string, width: number): Register {
    if (this.#registers.has(name)) throw new UnsupportedGraphError(`the value ${name} is there twice`);
    const register = { at: this.#size, width };
    this.#size += width;
    this.#registers.set(name, register);
    return register;
  }

  /** The place of a value that was defined before, or of a constant row of numbers. */
  read(name: string): Register {
    const known = this.#registers.get(name);
    if (known) return known;
    const { dims, data } = this.constant(name);
    if (dims.slice(0, -1).some((size) => size !== 1)) {
      throw new UnsupportedGraphError(`the constant ${name} is not one row of numbers`);
    }
    return this.define(name, data.length);
  }

  constant(name: string): { readonly dims: readonly number[]; readonly data: Float32Array } {
    const tensor = this.#tensors.get(name);
    if (!(tensor?.data instanceof Float32Array)) {
      throw new UnsupportedGraphError(`${name} is neither computed before nor a constant of floats`);
    }
    return { dims: tensor.dims, data: tensor.data };
  }

  /** The array of all registers, with the constants in their places. */
  allocate(): Float32Array {
    const registers = new Float32Array(this.#size);
    for (const [name, { at }] of this.#registers) {
      const data = this.#tensors.get(name)?.data;
      if (data instanceof Float32Array) registers.set(data, at);
    }
    return registers;
  }
}
