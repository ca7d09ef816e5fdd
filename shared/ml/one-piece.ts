/** The part of a `Learner` that every family shares whose prepared form is one piece. */
export const onePiece = {
  pieces: () => 1,
  pieceOf: () => 0,
};
