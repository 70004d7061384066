import { createHash, randomBytes } from "node:crypto";

/** A UUIDv7 (RFC 9562, section 5.7) as 32 lowercase hex: 48 bits of time, 74 random bits. */
export function mintRunId(now: number = Date.now()): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(now, 0, 6);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x70, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString("hex");
}

export { mintedAt } from "#verdict/run.js";

/** The event id of a run's companion: anyone who knows the run can derive it, nobody can choose it. */
export function companionId(runId: string, role: string): string {
  return createHash("sha256").update(`${runId}:${role}`).digest("hex").slice(0, 32);
}
