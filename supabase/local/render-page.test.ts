import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { PROBLEMS } from "../../shared/http/problem.ts";
import { renderPage } from "./render-page.ts";

const page = readFile(new URL("../../docs/troubleshooting.md", import.meta.url), "utf8");

test("docs/troubleshooting.md has one paragraph for each code, with its usual cause and its cure", async () => {
  const [, ...sections] = (await page).split(/^## /m);
  expect(sections.map((section) => section.split("\n")[0]).toSorted()).toEqual(
    Object.keys(PROBLEMS).toSorted(),
  );
  for (const section of sections) expect(section).toMatch(/\n\n.+\n\nUsual cause: .+\n\nCure: .+/s);
});

test("the page has a place for the fragment of every problem's type", async () => {
  const html = renderPage(await page);
  for (const code of Object.keys(PROBLEMS)) expect(html).toContain(`<h2 id="${code}">${code}</h2>`);
});

test("what has a meaning in HTML is text, and code spans are code", () => {
  const html = renderPage('# A & B\n\n`<b>` and "c"');
  expect(html).toContain('<h1 id="A &amp; B">A &amp; B</h1>');
  expect(html).toContain("<p><code>&lt;b&gt;</code> and &quot;c&quot;</p>");
});
