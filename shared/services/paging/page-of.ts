/** A page of a list, and where the next one begins. */
export interface Page<Item, Cursor> {
  readonly items: readonly Item[];
  /** Of the last item; undefined on the last page. */
  readonly next: Cursor | undefined;
}

/** Reads one item more than the page holds: if it is there, another page follows. */
export async function pageOf<Item, Cursor>(
  limit: number,
  read: (limit: number) => Promise<readonly Item[]>,
  cursorOf: (last: Item) => Cursor,
): Promise<Page<Item, Cursor>> {
  const found = await read(limit + 1);
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return { items, next: found.length > limit && last !== undefined ? cursorOf(last) : undefined };
}
