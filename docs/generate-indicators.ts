// Writes docs/indicators.md from the catalogue: npm run indicators. A test proves that it is current.
import { writeFileSync } from "node:fs";
import { indicatorsDocument } from "./indicators-document.ts";

writeFileSync(new URL("indicators.md", import.meta.url), indicatorsDocument());
