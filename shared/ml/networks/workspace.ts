import { buildInFloat32 } from "../matrix/float32-arithmetic.ts";
import { type Body, createNetwork, type Network } from "./network.ts";

interface WorkspaceSizes {
  readonly steps: number;
  readonly batch: number;
  readonly features: number;
}

/** The memory that a network computes in; kept as long as its owner, since making it anew takes milliseconds. */
export type WorkspaceOf = (owner: object, sizes: WorkspaceSizes, body: Body, shape: string) => Network;

/** @returns a function that remembers one network an owner; `shape` names all that the body depends on */
export function rememberWorkspaces(): WorkspaceOf {
  const known = new WeakMap<object, { readonly key: string; readonly network: Network }>();
  return (owner, sizes, body, shape) => {
    const key = JSON.stringify([sizes.steps, sizes.batch, sizes.features, shape]);
    const found = known.get(owner);
    if (found?.key === key) return found.network;
    const network = buildInFloat32((arithmetic) => createNetwork(arithmetic, sizes, body));
    known.set(owner, { key, network });
    return network;
  };
}
