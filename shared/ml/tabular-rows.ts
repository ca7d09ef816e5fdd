/** The part of a `Learner` that every family shares whose rows are single bars. */
export const tabularRows = {
  sequenceLength: () => 1,
  /** A thousand trees over them take some 200 ms. */
  scoringRows: () => 4_096,
};
