import { buildInFloat32 } from "../matrix/float32-arithmetic.ts";
import { type Body, createNetwork, type Network } from "./network.ts";
import type { NetworkParams } from "./params.ts";
import { weightsOf } from "./weights-of.ts";
import { trainingPiece } from "./workload.ts";

/** A network and the memory that it computes in. */
interface Workspace {
  readonly network: Network;
  /** Sequences that it goes through at once. */
  readonly piece: number;
}

/** The workspace for some parameters; kept as long as its owner, since making it anew takes milliseconds. */
export type WorkspaceOf<Params> = (owner: object, params: Params, features: number) => Workspace;

/** @returns a function that remembers one workspace an owner */
export function rememberWorkspaces<Params extends NetworkParams>(
  bodyOf: (params: Params) => Body,
): WorkspaceOf<Params> {
  const known = new WeakMap<object, { readonly key: string; readonly network: Network }>();
  return (owner, params, features) => {
    const weights = weightsOf(bodyOf(params), params.sequenceLength, features);
    const piece = trainingPiece({ weights, features }, params);
    const sizes = { steps: params.sequenceLength, batch: piece, features };
    const key = JSON.stringify([sizes, params]);
    const found = known.get(owner);
    if (found?.key === key) return { network: found.network, piece };
    const network = buildInFloat32((arithmetic) => createNetwork(arithmetic, sizes, bodyOf(params)));
    known.set(owner, { key, network });
    return { network, piece };
  };
}
