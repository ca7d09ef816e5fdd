// Writes docs/features.md from the list of features: `npm run features`. A test proves that it is current.
import { writeFileSync } from "node:fs";
import { featuresDocument } from "./features-document.ts";

writeFileSync(new URL("features.md", import.meta.url), featuresDocument());
