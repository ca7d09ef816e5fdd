/**
 * A value that is made when it is asked for first, and kept: for what not every isolate needs, since whatever a module
 * makes as it loads costs CPU at every start.
 */
export function deferred<Value extends object>(make: () => Value): () => Value {
  let made: Value | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
