import type { LeafWeights } from "../operators/tree-leaves.ts";
import { ABOVE, BELOW, SPLIT, type TreeTable } from "../operators/tree-table.ts";

/** Which of the two rows a feature's value is taken from on the way to a leaf. */
const NEITHER = 0;
const ROW = 1;
const REFERENCE = 2;

/**
 * Adds to `contributions` the Shapley values of an ensemble's features: how much each one moves the sum of the leaves,
 * each weighted by its target's coefficient, from the reference row to this one. This is interventional TreeSHAP with a
 * single reference (Lundberg et al., Nature Machine Intelligence 2, 2020): a leaf that is reached by taking some features
 * from the row and others from the reference belongs to just those features. Exact, and it visits only the branches on
 * which the two rows part.
 */
export function addTreeShapley(
  { words, thresholds, roots }: TreeTable,
  { target, weight }: LeafWeights,
  coefficients: Float64Array,
  row: Float32Array,
  reference: Float32Array,
  contributions: Float64Array,
): void {
  const side = new Uint8Array(row.length);
  const met: number[] = [];
  let fromRow = 0;

  function childOf(at: number, value: number): number {
    const missingBelow = (words[at + SPLIT]! & 1) === 1 && Number.isNaN(value);
    return value <= thresholds[at]! || missingBelow ? words[at + BELOW]! : words[at + ABOVE]!;
  }

  function visitLeaf(at: number) {
    if (met.length === 0) return;
    let value = 0;
    for (let i = words[at + SPLIT]!; i < words[at + ABOVE]!; i++)
      value += coefficients[target[i]!]! * weight[i]!;
    const gain = value * shareOfOrders(fromRow - 1, met.length);
    const loss = value * shareOfOrders(fromRow, met.length);
    for (const feature of met) contributions[feature]! += side[feature] === ROW ? gain : -loss;
  }

  function visit(at: number) {
    if (words[at + BELOW] === 0) return visitLeaf(at);
    const feature = words[at + SPLIT]! >> 1;
    const ofRow = childOf(at, row[feature]!);
    const ofReference = childOf(at, reference[feature]!);
    if (ofRow === ofReference || side[feature] === ROW) return visit(ofRow);
    if (side[feature] === REFERENCE) return visit(ofReference);
    met.push(feature);
    side[feature] = ROW;
    fromRow++;
    visit(ofRow);
    fromRow--;
    side[feature] = REFERENCE;
    visit(ofReference);
    side[feature] = NEITHER;
    met.pop();
  }

  for (const root of roots) visit(root);
}

/** before! (all - before - 1)! / all!: the share of all orders in which exactly `before` given others come first. */
function shareOfOrders(before: number, all: number): number {
  let share = 1 / all;
  for (let i = 1; i <= before; i++) share *= i / (all - i);
  return share;
}
