import { createHash, timingSafeEqual } from "node:crypto";
import { bearerOf } from "./access-token";
import { env } from "./env";

const digest = (text: string) => createHash("sha256").update(text).digest();

/** True for a request that bears ADMIN_TOKEN. Answers at once, as the SDK's sampler must; it admits to nothing. */
export function bearsToken({ authorization }: Readonly<Record<string, string>>): boolean {
  const { ADMIN_TOKEN } = env();
  if (!ADMIN_TOKEN || !authorization) return false;
  const given = bearerOf(new Headers({ authorization }));
  return given != null && timingSafeEqual(digest(given), digest(ADMIN_TOKEN));
}
