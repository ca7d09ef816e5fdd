import type { Split } from "./criterion.ts";
import type { GrownTree } from "./tree.ts";

/** A tree while it grows: room for as many nodes as its leaves allow. */
export class TreeDraft {
  #nodes = 1;
  readonly #left: Uint16Array;
  readonly #feature: Uint16Array;
  readonly #value: Float32Array;
  readonly #missingLeft: Uint8Array;
  readonly #bin: Uint8Array;

  constructor(maxLeaves: number) {
    const room = 2 * maxLeaves - 1;
    this.#left = new Uint16Array(room);
    this.#feature = new Uint16Array(room);
    this.#value = new Float32Array(room);
    this.#missingLeft = new Uint8Array(room);
    this.#bin = new Uint8Array(room);
  }

  /** Makes a leaf an inner node and returns its left child; the right child is the next node. */
  split(node: number, split: Omit<Split<unknown>, "left" | "right">, threshold: number): number {
    const left = this.#nodes;
    this.#nodes += 2;
    this.#left[node] = left;
    this.#feature[node] = split.feature;
    this.#value[node] = threshold;
    this.#missingLeft[node] = split.missingLeft ? 1 : 0;
    this.#bin[node] = split.bin;
    return left;
  }

  /** Gives a leaf its value, rounded to float32 as the exported model has it. */
  setLeaf(leaf: number, value: number): void {
    this.#value[leaf] = value;
  }

  finish(): GrownTree {
    return {
      left: this.#left.slice(0, this.#nodes),
      feature: this.#feature.slice(0, this.#nodes),
      value: this.#value.slice(0, this.#nodes),
      missingLeft: this.#missingLeft.slice(0, this.#nodes),
      bin: this.#bin.slice(0, this.#nodes),
    };
  }
}
