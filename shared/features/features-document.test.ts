import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { ASKED_FOR, featuresDocument } from "../../docs/features-document.ts";
import { FEATURE_SET } from "./feature-set.ts";

test("docs/features.md is what the list says", () => {
  expect(readFileSync("docs/features.md", "utf8")).toBe(featuresDocument());
});

test("every feature that was asked for leads to one that exists", () => {
  const names = new Set(FEATURE_SET.features.map(({ name }) => name));
  expect(ASKED_FOR.flatMap(({ now }) => now).filter((name) => !names.has(name))).toEqual([]);
  expect(ASKED_FOR.filter(({ now }) => now.length === 0)).toEqual([]);
});
