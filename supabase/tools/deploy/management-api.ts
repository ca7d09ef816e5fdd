import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer, json } from "node:stream/consumers";

/** One function, as the CLI sent it. */
export interface Upload {
  readonly slug: string;
  /** Paths of the entrypoint and the import map among the files, and the like. */
  readonly metadata: Readonly<Record<string, unknown>>;
  /** Contents by path, relative to the repository's root. */
  readonly files: ReadonlyMap<string, Uint8Array>;
}

export interface ManagementApi extends AsyncDisposable {
  /** For the CLI's --profile. */
  readonly profilePath: string;
  readonly uploads: readonly Upload[];
  /** The functions' environment as set. */
  readonly secrets: ReadonlyMap<string, string>;
}

/** A stand-in on localhost for what `functions deploy --use-api` and `secrets set` need of Supabase's Management API. */
export async function startManagementApi(): Promise<ManagementApi> {
  const uploads: Upload[] = [];
  const secrets = new Map<string, string>();
  const server = createServer(async (request, response) => {
    response.setHeader("content-type", "application/json");
    const url = new URL(request.url ?? "/", "http://localhost");
    if (request.method === "POST" && url.pathname.endsWith("/functions/deploy")) {
      const upload = await readUpload(url.searchParams.get("slug") ?? "", request);
      uploads.push(upload);
      response.statusCode = 201;
      response.end(JSON.stringify(deployed(upload.slug)));
    } else if (request.method === "POST" && url.pathname.endsWith("/secrets")) {
      for (const { name, value } of (await json(request)) as { name: string; value: string }[]) {
        secrets.set(name, value);
      }
      response.statusCode = 201;
      response.end();
    } else {
      response.end(request.method === "GET" && url.pathname.endsWith("/functions") ? "[]" : "{}");
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const folder = await mkdtemp(join(tmpdir(), "edgewise-management-api-"));
  const profilePath = join(folder, "profile.json");
  const profile = { name: "rehearsal", api_url: origin, dashboard_url: origin, project_host: "localhost" };
  await writeFile(profilePath, JSON.stringify(profile));

  return {
    profilePath,
    uploads,
    secrets,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await rm(folder, { recursive: true });
    },
  };
}

async function readUpload(slug: string, request: IncomingMessage): Promise<Upload> {
  const headers = { "content-type": request.headers["content-type"] ?? "" };
  const form = await new Response(new Uint8Array(await buffer(request)), { headers }).formData();
  const files = new Map<string, Uint8Array>();
  for (const file of form.getAll("file")) {
    if (typeof file !== "string") files.set(file.name, new Uint8Array(await file.arrayBuffer()));
  }
  const metadata = form.get("metadata");
  const text = typeof metadata === "string" ? metadata : await metadata?.text();
  return { slug, metadata: JSON.parse(text ?? "{}"), files };
}

function deployed(slug: string) {
  const common = { status: "ACTIVE", version: 1, created_at: 0, updated_at: 0, verify_jwt: false };
  return { id: crypto.randomUUID(), slug, name: slug, ezbr_sha256: "0", ...common };
}
