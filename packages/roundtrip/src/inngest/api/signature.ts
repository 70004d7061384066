import { createHash, createHmac } from "node:crypto";

const prefixOf = (key: string): string => /^signkey-\w+-/.exec(key)?.[0] ?? "";

/** Headers of a request that the app's Inngest route takes as signed; good for five minutes, and for no body but this. */
export function signature(key: string, body = ""): Record<string, string> {
  const t = String(Math.floor(Date.now() / 1000));
  const mac = createHmac("sha256", key.slice(prefixOf(key).length))
    .update(body)
    .update(t)
    .digest("hex");
  return { "x-inngest-signature": `t=${t}&s=${mac}` };
}

/** What Inngest takes in place of the key: the prefix and the SHA-256 of the key's bytes. */
export function hashSigningKey(key: string): string {
  const prefix = prefixOf(key);
  const bytes = Buffer.from(key.slice(prefix.length), "hex");
  return `${prefix}${createHash("sha256").update(bytes).digest("hex")}`;
}
