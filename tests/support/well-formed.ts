import { expect } from "vitest";

/** Every element is closed in turn, and no bare < or & is left in the texts between. */
export function expectWellFormed(svg: string): void {
  const open: string[] = [];
  const rest = svg.replaceAll(
    /<(\/?)([a-z]+)((?: [\w:-]+="[^"<]*")*)(\/?)>/gi,
    (_, closes: string, name: string, __, empty: string) => {
      if (closes) expect(open.pop()).toBe(name);
      else if (!empty) open.push(name);
      return "";
    },
  );
  expect(open).toEqual([]);
  expect(rest.replaceAll(/&(amp|lt|gt|quot|#39);/g, "")).not.toMatch(/[<&]/);
}
