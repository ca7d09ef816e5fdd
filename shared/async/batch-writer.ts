type Settled = readonly PromiseSettledResult<void>[];

interface Batch<Item> {
  readonly items: Item[];
  readonly settled: Promise<Settled>;
}

/**
 * Writes items one batch at a time: what comes while a batch is being written waits and goes together in the next, so a
 * lone item goes at once and a crowd costs few round trips. The promise of an item settles when the item has.
 */
export function createBatchWriter<Item>(
  write: (items: readonly Item[]) => Promise<Settled>,
  maxItems: number,
): (item: Item) => Promise<void> {
  let waiting: Batch<Item> | undefined;
  let lastWritten: Promise<unknown> = Promise.resolve();

  function openBatch(): Batch<Item> {
    const items: Item[] = [];
    const settled = lastWritten.then(() => {
      if (waiting?.items === items) waiting = undefined;
      return write(items);
    });
    lastWritten = settled.catch(() => {});
    return { items, settled };
  }

  return async function add(item) {
    if (!waiting || waiting.items.length === maxItems) waiting = openBatch();
    const { items, settled } = waiting;
    const position = items.push(item) - 1;
    const outcome = (await settled)[position]!;
    if (outcome.status === "rejected") throw outcome.reason;
  };
}
