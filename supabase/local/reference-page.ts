import { createReadStream } from "node:fs";
import { readFile } from "node:fs/promises";
import type { ServerResponse } from "node:http";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { PROJECT_ROOT } from "./project-config.ts";
import { refuse } from "./refuse.ts";
import { renderPage } from "./render-page.ts";

const swaggerUi = dirname(createRequire(import.meta.url).resolve("swagger-ui-dist/package.json"));

const FILES: Readonly<Record<string, { readonly type: string; readonly path: string }>> = {
  "/docs/openapi.json": { type: "application/json", path: join(PROJECT_ROOT, "docs/openapi.json") },
  "/docs/swagger-ui.css": { type: "text/css", path: join(swaggerUi, "swagger-ui.css") },
  "/docs/swagger-ui.js": { type: "text/javascript", path: join(swaggerUi, "swagger-ui-bundle.js") },
};

const TROUBLESHOOTING = join(PROJECT_ROOT, "docs/troubleshooting.md");

const PAGE = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Edgewise API</title>
<link rel="stylesheet" href="/docs/swagger-ui.css">
<div id="reference"></div>
<script src="/docs/swagger-ui.js"></script>
<script>SwaggerUIBundle({ url: "/docs/openapi.json", dom_id: "#reference", deepLinking: true });</script>
</html>
`;

/** Answers /docs with the API's reference page and the files that it loads, and the page that problems link to: nothing comes from elsewhere. */
export async function serveReference(path: string, outgoing: ServerResponse): Promise<void> {
  if (path === "/docs" || path === "/docs/") {
    outgoing.setHeader("content-type", "text/html; charset=utf-8");
    outgoing.end(PAGE);
    return;
  }
  if (path === "/docs/troubleshooting") {
    outgoing.setHeader("content-type", "text/html; charset=utf-8");
    outgoing.end(renderPage(await readFile(TROUBLESHOOTING, "utf8")));
    return;
  }
  const file = Object.hasOwn(FILES, path) ? FILES[path] : undefined;
  if (!file) return refuse(outgoing, 404, { message: "no Route matched with those values" });
  outgoing.setHeader("content-type", file.type);
  await pipeline(createReadStream(file.path), outgoing);
}
