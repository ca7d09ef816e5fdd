import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

/** Where systems put it. No browser is ever downloaded. */
const PATHS = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const path = PATHS.find((candidate) => existsSync(candidate));

export const hasChromium = path !== undefined;
if (!hasChromium) console.warn("Skipped: tests in a browser, since there is no Chromium.");

/** A Chromium without a window. */
export function launchChromium(): Promise<Browser> {
  // Its own sandbox does not work for root, which CI may be.
  return chromium.launch({ executablePath: path!, args: ["--no-sandbox"] });
}
