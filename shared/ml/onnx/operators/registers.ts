import { createFloat32Memory, type Float32Memory } from "../../matrix/float32-arithmetic.ts";
import type { OnnxTensor } from "../graph.ts";
import { UnsupportedGraphError } from "./unsupported-graph.ts";

/** Where the numbers of a value lie while one row is computed. */
export interface Register {
  readonly at: number;
  readonly width: number;
  /** As ONNX has it with a batch of one. */
  readonly shape: readonly number[];
}

/** Computes one node for the row that lies in the registers. */
export type RowOperation = (registers: Float32Array, multiply: Float32Memory["multiply"]) => void;

export const sizeOf = (shape: readonly number[]) => shape.reduce((product, size) => product * size, 1);

/** Gives each value of a graph its place in one flat array. */
export class RegisterPlan {
  #size = 0;
  #multiplies = false;
  readonly #registers = new Map<string, Register>();
  readonly #tensors: ReadonlyMap<string, OnnxTensor>;
  readonly #constants: { readonly at: number; readonly values: Float32Array }[] = [];

  constructor(initializers: readonly OnnxTensor[]) {
    this.#tensors = new Map(initializers.map((tensor) => [tensor.name, tensor]));
  }

  /** Makes room for a value that is computed, or given from outside. */
  define(name: string, width: number, shape: readonly number[] = [1, width]): Register {
    return this.#name(name, { ...this.scratch(width), shape });
  }

  /** Another name and shape for the numbers of a register. */
  alias(name: string, { at, width }: Register, shape: readonly number[]): void {
    this.#name(name, { at, width, shape });
  }

  /** Room that only one operation knows. */
  scratch(width: number): Register {
    const register = { at: this.#size, width, shape: [1, width] };
    this.#size += width;
    return register;
  }

  /** Numbers that are there from the beginning, zeros before and after them. */
  place(values: Float32Array): Register {
    const register = this.scratch(values.length);
    this.#constants.push({ at: register.at, values });
    return register;
  }

  /** The operation that asks multiplies matrices in the registers. */
  multiplies(): void {
    this.#multiplies = true;
  }

  /** The place of a value that was defined before, or of a constant. */
  read(name: string): Register {
    const known = this.#registers.get(name);
    if (known) return known;
    const { dims, data } = this.constant(name);
    return this.#name(name, { ...this.place(data), shape: dims });
  }

  /** The place of a value that was defined before, if it was. */
  computed(name: string): Register | undefined {
    return this.#tensors.has(name) ? undefined : this.#registers.get(name);
  }

  constant(name: string): { readonly dims: readonly number[]; readonly data: Float32Array } {
    const tensor = this.#tensors.get(name);
    if (!(tensor?.data instanceof Float32Array)) {
      throw new UnsupportedGraphError(`${name} is neither computed before nor a constant of floats`);
    }
    return { dims: tensor.dims, data: tensor.data };
  }

  /** A constant list of whole numbers. */
  integers(name: string | undefined): number[] {
    const data = this.#tensors.get(name ?? "")?.data;
    if (data instanceof BigInt64Array) return Array.from(data, Number);
    throw new UnsupportedGraphError(`${name} is no constant of whole numbers`);
  }

  /** The array of all registers, with the constants in their places. */
  allocate(): Float32Memory {
    const memory = this.#multiplies ? createFloat32Memory(this.#size) : plainMemory(this.#size);
    for (const { at, values } of this.#constants) memory.numbers.set(values, at);
    return memory;
  }

  #name(name: string, register: Register): Register {
    if (this.#registers.has(name)) throw new UnsupportedGraphError(`the value ${name} is there twice`);
    this.#registers.set(name, register);
    return register;
  }
}

function plainMemory(length: number): Float32Memory {
  return {
    numbers: new Float32Array(length),
    multiply() {
      throw new Error("no operation said that it multiplies");
    },
  };
}
