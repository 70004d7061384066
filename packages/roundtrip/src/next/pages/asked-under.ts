import { headers } from "next/headers";
import { NONCE, NONCE_HEADER } from "#checks/nonce.js";

/** The nonce under which a page's script asked for the page; null for anybody else. */
export async function askedUnder(): Promise<string | null> {
  const nonce = (await headers()).get(NONCE_HEADER);
  return nonce && NONCE.test(nonce) ? nonce : null;
}
