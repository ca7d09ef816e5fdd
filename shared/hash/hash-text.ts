/** FNV-1a, of 32 bits. */
const OFFSET_BASIS = 0x811c9dc5;
const PRIME = 0x01000193;

/**
 * 64-bit name of a text, as 16 hex digits: it tells definitions apart, and is no protection against anybody who wants
 * two of them to look alike. Synchronous, unlike the platform's SHA-256, so that a version can be a constant.
 */
// Over UTF-16 code units. The second half reads the text backwards, so that the halves do not collide together.
export function hashText(text: string): string {
  let forwards = OFFSET_BASIS;
  let backwards = OFFSET_BASIS;
  for (let i = 0, j = text.length - 1; j >= 0; i++, j--) {
    forwards = Math.imul(forwards ^ text.charCodeAt(i), PRIME);
    backwards = Math.imul(backwards ^ text.charCodeAt(j), PRIME);
  }
  return hex(forwards) + hex(backwards);
}

function hex(value: number): string {
  return (value >>> 0).toString(16).padStart(8, "0");
}
