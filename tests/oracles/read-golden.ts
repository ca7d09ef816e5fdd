import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";

/** A golden file of this folder. */
export function readGolden<T>(name: string): T {
  return JSON.parse(
    gunzipSync(readFileSync(new URL(`./goldens/${name}.json.gz`, import.meta.url))).toString(),
  ) as T;
}
