/** What is signed with a key. A key of one purpose is good for no other. */
export type Purpose = "session" | "raise" | "evidence" | "page" | "verify" | "canary" | "run" | "task";

/** What this app's keys are derived from. */
export interface Secrets {
  ADMIN_TOKEN: string;
  /** Optional: ADMIN_TOKEN alone is enough. */
  SESSION_SECRET: string | undefined;
}

/** Both are in every key: a new value of either ends what was signed before. Neither may hold the separator. */
export const materialOf = ({ ADMIN_TOKEN, SESSION_SECRET }: Secrets): string =>
  `${SESSION_SECRET ?? ""}\0${ADMIN_TOKEN}`;

/** The parameters of HKDF (RFC 5869): the secrets are random, so that no salt is needed, and the purpose is its info. */
export function parametersOf(purpose: Purpose, material: string) {
  const utf8 = new TextEncoder();
  return {
    secret: utf8.encode(material),
    salt: new Uint8Array(0),
    info: utf8.encode(`roundtrip ${purpose}`),
  };
}
