/**
 * Which leaf is split next. `leafwise`: the one whose split gains most, as LightGBM does; `depthwise`: all of a level
 * before the next, as XGBoost does. Without a limit on leaves both give the same tree.
 */
export type Growth = "leafwise" | "depthwise";

export interface TreeShape {
  readonly growth: Growth;
  readonly maxLeaves: number;
  readonly maxDepth: number;
}

/** A leaf that may be split. */
interface Candidate {
  readonly best: { readonly gain: number };
}

/** Leaves that wait for their split. */
export interface LeafQueue<Leaf extends Candidate> {
  push(leaf: Leaf): void;
  /** Takes the next leaf out; undefined when none is left. */
  next(): Leaf | undefined;
}

export function createLeafQueue<Leaf extends Candidate>(growth: Growth): LeafQueue<Leaf> {
  return growth === "leafwise" ? new GainQueue<Leaf>() : new LevelQueue<Leaf>();
}

/** The highest gain first; of equal ones the leaf that came first. Trees have few enough leaves to look through them. */
class GainQueue<Leaf extends Candidate> implements LeafQueue<Leaf> {
  readonly #leaves: Leaf[] = [];

  push(leaf: Leaf): void {
    this.#leaves.push(leaf);
  }

  next(): Leaf | undefined {
    let index = 0;
    for (const [i, leaf] of this.#leaves.entries()) {
      if (leaf.best.gain > this.#leaves[index]!.best.gain) index = i;
    }
    return this.#leaves.splice(index, 1)[0];
  }
}

/** First in, first out: children come behind all leaves of their parents' level. */
class LevelQueue<Leaf extends Candidate> implements LeafQueue<Leaf> {
  readonly #leaves: Leaf[] = [];
  #next = 0;

  push(leaf: Leaf): void {
    this.#leaves.push(leaf);
  }

  next(): Leaf | undefined {
    return this.#leaves[this.#next++];
  }
}
