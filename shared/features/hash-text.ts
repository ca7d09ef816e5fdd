/** FNV-1a over the text's UTF-16 code units, from a starting value. */
function fnv1a(text: string, seed: number): number {
  let hash = seed;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

/**
 * 64-bit name of a text, as 16 hex digits: it tells definitions apart, and is no protection against anybody who wants
 * two of them to look alike. Synchronous, unlike the platform's SHA-256, so that a version can be a constant.
 */
// The second half reads the text backwards, so that the halves do not collide together.
export function hashText(text: string): string {
  const hex = (value: number) => value.toString(16).padStart(8, "0");
  return hex(fnv1a(text, 0x811c9dc5)) + hex(fnv1a([...text].reverse().join(""), 0x811c9dc5));
}
