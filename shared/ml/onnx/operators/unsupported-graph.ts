/** A graph that the evaluator does not compute, though another runtime may; the message says why. */
export class UnsupportedGraphError extends Error {
  override readonly name = "UnsupportedGraphError";
}
