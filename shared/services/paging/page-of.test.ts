import fc from "fast-check";
import { expect, test } from "vitest";
import { pageOf } from "./page-of.ts";

test("whoever follows the pages sees each item once and in order, and no page is empty but the only one", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: 30 }),
      fc.integer({ min: 1, max: 10 }),
      async (count, limit) => {
        const list = Array.from({ length: count }, (_, item) => item);
        const seen: number[] = [];
        let after: number | undefined = -1;
        while (after !== undefined) {
          const start: number = after + 1;
          const page: { items: readonly number[]; next: number | undefined } = await pageOf(
            limit,
            async (atMost) => list.slice(start, start + atMost),
            (last) => last,
          );
          expect(page.items.length).toBe(Math.min(limit, count - start));
          expect(page.items.length > 0 || count === 0).toBe(true);
          seen.push(...page.items);
          after = page.next;
        }
        expect(seen).toEqual(list);
      },
    ),
  );
});
