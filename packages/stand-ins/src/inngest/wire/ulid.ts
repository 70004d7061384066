import { randomBytes } from "node:crypto";

const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** A ULID: 48 bits of time in milliseconds, 80 bits of entropy (10 bytes, random unless given). */
export function ulid(milliseconds = Date.now(), entropy: Uint8Array = randomBytes(10)): string {
  let value = BigInt(milliseconds) << 80n;
  entropy.slice(0, 10).forEach((byte, index) => {
    value |= BigInt(byte) << BigInt(8 * (9 - index));
  });
  let text = "";
  for (let i = 0; i < 26; i++) {
    text = ALPHABET.charAt(Number(value & 31n)) + text;
    value >>= 5n;
  }
  return text;
}

/**
 * The ids a sender's retry must get again. The SDK sends one seed (`<ms>,<base64 of 10 bytes>`) with
 * every try of one send, so that a send repeated after a lost answer makes no second event.
 */
export function seededUlid(seed: string | undefined, index: number): string {
  const [ms = "", encoded = ""] = (seed ?? "").split(",");
  const entropy = Buffer.from(encoded, "base64");
  if (!/^\d{1,14}$/.test(ms) || entropy.length !== 10) return ulid();
  entropy.writeUInt32BE((entropy.readUInt32BE(6) + index) >>> 0, 6);
  return ulid(Number(ms), entropy);
}
