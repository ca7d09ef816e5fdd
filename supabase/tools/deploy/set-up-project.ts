import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { ONNX_WASM_OBJECT } from "../../../shared/adapters/onnx/wasm-object.ts";
import { setVaultSecrets } from "../../local/postgres/vault.ts";
import { PROJECT_ROOT } from "../../local/project-config.ts";

export interface ProjectAccess {
  /** Base URL of the project's APIs. */
  readonly url: string;
  readonly secretKey: string;
}

/**
 * Stores the WebAssembly that models beyond trees run on, unless it is there: 14 MB that would not fit in a function.
 * Answers whether it had to be sent.
 */
export async function uploadOnnxWasm({ url, secretKey }: ProjectAccess): Promise<boolean> {
  const { bucket, path } = ONNX_WASM_OBJECT;
  const bytes = readFileSync(join(PROJECT_ROOT, "node_modules/onnxruntime-web/dist", basename(path)));
  // Plain requests: the client library would want a WebSocket on Node 20.
  const object = `${url}/storage/v1/object/${bucket}/${path}`;
  const headers = { apikey: secretKey, authorization: `Bearer ${secretKey}` };

  const stored = await fetch(object, { method: "HEAD", headers });
  if (stored.ok && Number(stored.headers.get("content-length")) === bytes.byteLength) return false;

  const answer = await fetch(object, {
    method: "POST",
    headers: { ...headers, "content-type": "application/wasm", "x-upsert": "true" },
    body: bytes,
  });
  if (!answer.ok) throw new Error(`Storage refused ${path}: ${answer.status} ${await answer.text()}`);
  return true;
}

/** Tells pg_cron's jobs where the functions are and by which key they may be called. */
export async function setCronSecrets(databaseUrl: string, url: string, cronKey: string): Promise<void> {
  await setVaultSecrets(databaseUrl, {
    edgewise_functions_url: `${url}/functions/v1`,
    edgewise_cron_key: cronKey,
  });
}
