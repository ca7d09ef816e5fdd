type Column = Uint8Array | Uint16Array | Uint32Array | Float32Array | Float64Array;

/** Typed arrays one behind another, in a new one of the given type. */
export function joined<T extends Column>(type: new (length: number) => T, parts: readonly T[]): T {
  const all = new type(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
