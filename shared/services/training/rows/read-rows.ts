import type { PhaseContext } from "../phase.ts";
import { decodeFeatureBlock, type FeatureBlock } from "./feature-blocks.ts";
import { concatSamples, decodeSamples, type Samples } from "./samples.ts";

/** The labelled bars in some artifacts, one behind another. */
export async function readSamples({ artifacts }: PhaseContext, keys: readonly string[]): Promise<Samples> {
  return concatSamples(await Promise.all(keys.map((key) => artifacts.get(key, decodeSamples))));
}

/** The feature blocks in some artifacts. */
export async function readBlocks(
  { artifacts }: PhaseContext,
  keys: readonly string[],
): Promise<FeatureBlock[]> {
  return await Promise.all(keys.map((key) => artifacts.get(key, decodeFeatureBlock)));
}
