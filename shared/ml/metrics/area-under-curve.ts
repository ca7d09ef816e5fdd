/**
 * Area under the ROC curve of one class against the rest: the chance that a row of the class scores higher than one of
 * the others, ties counting half (Mann-Whitney). Null when either side is empty.
 */
export function areaUnderCurve(scores: Float64Array, isPositive: (row: number) => boolean): number | null {
  const order = Uint32Array.from(scores, (_, row) => row).sort((a, b) => scores[a]! - scores[b]!);
  let positives = 0;
  let rankSum = 0;
  for (let first = 0; first < order.length; ) {
    let end = first;
    let positivesHere = 0;
    while (end < order.length && scores[order[end]!] === scores[order[first]!]) {
      if (isPositive(order[end]!)) positivesHere++;
      end++;
    }
    // Rows of equal score share the mean of their ranks (from 1).
    rankSum += (positivesHere * (first + 1 + end)) / 2;
    positives += positivesHere;
    first = end;
  }
  const pairs = positives * (scores.length - positives);
  return pairs > 0 ? (rankSum - (positives * (positives + 1)) / 2) / pairs : null;
}
