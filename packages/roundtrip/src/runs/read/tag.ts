import { createHash } from "node:crypto";
import type { HealthAnswer } from "#verdict/answer.js";
import { status } from "./status.js";

/** What verdicts are known by (an ETag): the same as long as none changes; how old they are is no change. */
export function tagOf(said: HealthAnswer | Pick<HealthAnswer, "status">): string {
  const text = JSON.stringify(said, (key, value: unknown) => (key === "age" ? undefined : value));
  return `"${createHash("sha256").update(text).digest("base64url").slice(0, 22)}"`;
}

/**
 * What the newest verdicts are known by; null where the store cannot say. Asked before a page is made, so that its script
 * learns of every verdict that the page may lack.
 */
export const newestTag = (): Promise<string | null> => status().then(tagOf, () => null);
