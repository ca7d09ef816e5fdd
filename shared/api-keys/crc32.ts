/** The reversed polynomial of CRC-32/ISO-HDLC, the CRC of zip, gzip and PNG. */
const POLYNOMIAL = 0xedb88320;

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte;
  for (let bit = 0; bit < 8; bit++) remainder = (remainder >>> 1) ^ (remainder & 1 ? POLYNOMIAL : 0);
  return remainder;
});

/** CRC-32 of an ASCII text. It finds every error that lies within 32 adjacent bits: any wrong or swapped character. */
export function crc32(text: string): number {
  let remainder = 0xffffffff;
  for (let at = 0; at < text.length; at++) {
    remainder = (remainder >>> 8) ^ TABLE[(remainder ^ text.charCodeAt(at)) & 0xff]!;
  }
  return (remainder ^ 0xffffffff) >>> 0;
}
