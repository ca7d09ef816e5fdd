import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { closeGateway, createGateway } from "../../supabase/local/gateway.ts";
import { listen } from "../../supabase/local/listen.ts";
import { PROJECT_ROOT } from "../../supabase/local/project-config.ts";
import { hasChromium, launchChromium } from "../support/chromium.ts";

const METHODS = ["get", "put", "post", "patch", "delete"];
const { paths }: { paths: Record<string, Record<string, { responses: object }>> } = JSON.parse(
  readFileSync(join(PROJECT_ROOT, "docs/openapi.json"), "utf8"),
);
const operations = Object.values(paths).flatMap((path) =>
  Object.keys(path).filter((key) => METHODS.includes(key)),
);

const gateway = createGateway({
  platform: async () => new Response(null, { status: 404 }),
  function: async () => false,
});
let url: string;
let browser: Browser;

beforeAll(async () => {
  url = `http://127.0.0.1:${await listen(gateway, 0)}`;
  if (hasChromium) browser = await launchChromium();
});
afterAll(async () => {
  await browser?.close();
  await closeGateway(gateway);
});

test.skipIf(!hasChromium)(
  "the reference shows every operation, and asks nobody else for anything",
  async () => {
    const page = await browser.newPage();
    const errors: string[] = [];
    const strangers: string[] = [];
    page.on("pageerror", (error) => errors.push(error.message));
    page.on("request", (request) => {
      if (/^https?:/.test(request.url()) && !request.url().startsWith(url)) strangers.push(request.url());
    });
    await page.goto(`${url}/docs`);
    await page.waitForSelector(".opblock");
    expect(await page.locator(".opblock").count()).toBe(operations.length);

    const first = page.locator(".opblock").first();
    await first.locator(".opblock-summary-control").click();
    const path = (await first.locator(".opblock-summary-path").getAttribute("data-path"))!;
    const method = (await first.locator(".opblock-summary-method").textContent())!.toLowerCase();
    const rows = first.locator("tr.response");
    await rows.first().waitFor();
    const codes = await rows.evaluateAll((all) => all.map((row) => row.getAttribute("data-code")));
    expect(codes.toSorted()).toEqual(Object.keys(paths[path]![method]!.responses).toSorted());
    expect({ errors, strangers }).toEqual({ errors: [], strangers: [] });
  },
);
