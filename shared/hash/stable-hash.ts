/**
 * A 32-bit hash of a text that is the same on every machine: FNV-1a over its UTF-8 bytes, then MurmurHash3's finaliser,
 * without which texts that differ in their last character alone would lie close together. Not for secrets.
 */
export function stableHash(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
