import { floatTensor, node, type OnnxNode, type OnnxTensor } from "../onnx/graph.ts";

/** Collects the nodes and constants of a graph, each under a name of its own. */
export class GraphBuilder {
  readonly nodes: OnnxNode[] = [];
  readonly initializers: OnnxTensor[] = [];

  /** Adds a node with one output and returns its name. */
  node(opType: string, inputs: readonly string[], attributes: OnnxNode["attributes"] = {}): string {
    const name = this.#name(opType.toLowerCase());
    this.nodes.push(node(opType, inputs, name, attributes));
    return name;
  }

  /** Adds a node whose outputs the caller names. */
  add(added: OnnxNode): void {
    this.nodes.push(added);
  }

  floats(dims: readonly number[], values: ArrayLike<number>): string {
    const name = this.#name("weights");
    this.initializers.push(floatTensor(name, dims, values));
    return name;
  }

  integers(values: readonly number[]): string {
    const name = this.#name("sizes");
    const data = BigInt64Array.from(values, (value) => BigInt(value));
    this.initializers.push({ name, dims: [values.length], data });
    return name;
  }

  #name(kind: string): string {
    return `${kind}_${this.nodes.length + this.initializers.length}`;
  }
}

/** The first rows and columns of a padded matrix, row-major. */
export function unpadded(
  values: ArrayLike<number>,
  width: number,
  rows: number,
  columns: number,
): Float32Array {
  return Float32Array.from({ length: rows * columns }, (_, i) => {
    return values[Math.floor(i / columns) * width + (i % columns)]!;
  });
}

/** A matrix with its rows and columns exchanged. */
export function turned(values: ArrayLike<number>, rows: number, columns: number): Float32Array {
  return Float32Array.from(
    { length: rows * columns },
    (_, i) => values[(i % rows) * columns + Math.floor(i / rows)]!,
  );
}
