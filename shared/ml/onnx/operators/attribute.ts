import type { OnnxAttribute, OnnxNode } from "../graph.ts";
import { UnsupportedGraphError } from "./unsupported-graph.ts";

type Kind = Exclude<OnnxAttribute["kind"], "unread">;
type ValueOf<K extends Kind> = Extract<OnnxAttribute, { kind: K }>["value"];

/** The value of an attribute of this kind; `otherwise` where the node has none of this name. */
export function attribute<K extends Kind>(
  node: OnnxNode,
  name: string,
  kind: K,
  otherwise: ValueOf<K>,
): ValueOf<K> {
  const found = node.attributes[name];
  if (!found) return otherwise;
  if (found.kind === kind) return found.value as ValueOf<K>;
  throw new UnsupportedGraphError(`${node.opType}.${name} is not of the kind ${kind}`);
}
