/** The value that a settled promise came to; throws what it was rejected with. */
export function settledValue<Value>(outcome: PromiseSettledResult<Value>): Value {
  if (outcome.status === "rejected") throw outcome.reason;
  return outcome.value;
}

/**
 * Goes on with what was fulfilled, all at once, and leaves what was rejected in its place.
 * @param next called once, with the values in their order; gives an outcome for each of them
 */
export async function continueSettled<Value, Next>(
  outcomes: readonly PromiseSettledResult<Value>[],
  next: (values: readonly Value[]) => Promise<readonly PromiseSettledResult<Next>[]>,
): Promise<PromiseSettledResult<Next>[]> {
  const values = outcomes.flatMap((outcome) => (outcome.status === "fulfilled" ? [outcome.value] : []));
  const continued = (await next(values)).values();
  return outcomes.map((outcome) => (outcome.status === "rejected" ? outcome : continued.next().value!));
}

/** Turns what was fulfilled into something else, and leaves what was rejected. */
export function mapSettled<Value, Next>(
  outcomes: readonly PromiseSettledResult<Value>[],
  map: (value: Value, index: number) => Next,
): PromiseSettledResult<Next>[] {
  return outcomes.map((outcome, i) =>
    outcome.status === "rejected" ? outcome : { status: "fulfilled", value: map(outcome.value, i) },
  );
}
