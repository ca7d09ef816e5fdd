/** What a settled promise came to; throws what it was rejected with. */
export function settledValue<Value>(outcome: PromiseSettledResult<Value>): Value {
  if (outcome.status === "rejected") throw outcome.reason;
  return outcome.value;
}
