import { createHmac } from 'node:crypto';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** What an authenticator shows for a key in base32 so many seconds from now (RFC 6238). */
export function totp(key: string, seconds = 0): string {
  let bits = '';
  for (const letter of key.replaceAll(' ', '')) bits += ALPHABET.indexOf(letter).toString(2).padStart(5, '0');
  const bytes = Uint8Array.from(bits.match(/.{8}/g) ?? [], (byte) => parseInt(byte, 2));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor((Date.now() / 1000 + seconds) / 30)));
  const digest = createHmac('sha1', bytes).update(counter).digest();
  const value = digest.readUInt32BE(digest[19]! & 0xf) & 0x7fffffff;
  return String(value % 1_000_000).padStart(6, '0');
}
