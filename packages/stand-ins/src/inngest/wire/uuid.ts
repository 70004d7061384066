import { createHash } from "node:crypto";

/** The namespace under which Inngest's open server makes its ids. */
const OID = Buffer.from("6ba7b8129dad11d180b400c04fd430c8", "hex");
/** The one environment of an open server. */
export const ENVIRONMENT = "00000000-0000-4000-b000-000000000000";

/** The id that a text always has (RFC 9562, version 5). */
export function uuidOf(text: string): string {
  const hash = createHash("sha1").update(OID).update(text).digest().subarray(0, 16);
  hash.writeUInt8((hash.readUInt8(6) & 0x0f) | 0x50, 6);
  hash.writeUInt8((hash.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = hash.toString("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
