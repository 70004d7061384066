import { SignJWT } from "jose";
import { SESSION_SECONDS } from "#access/sessions/cookie.js";
import { materialOf } from "#config/keys/material.js";
import { keyOf } from "#config/keys/node.js";
import { secrets, sessionToken, TOKEN } from "./tokens.js";

/** The same numbers for the same seed (mulberry32): a request that got in can be made again. */
export function seeded(seed: number) {
  let state = seed;
  const random = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (n: number) => Math.floor(random() * n);
  const pick = <T>(items: readonly T[]): T => {
    const item = items[below(items.length)];
    if (item === undefined) throw new Error("nothing to pick from");
    return item;
  };
  return { random, below, pick };
}
export type Seeded = ReturnType<typeof seeded>;

const BASE64URL = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const base64url = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
const now = () => Math.floor(Date.now() / 1000);
const claims = () => ({ iss: "roundtrip", aud: "admin", iat: now(), exp: now() + 3600, jti: "forged" });

/** One character replaced. Never a part's last one, whose spare bits base64url does not carry. */
function mutated(token: string, { below, pick }: Seeded): string {
  const at = below(token.length - 1);
  const char = token[at];
  if (char === "." || token[at + 1] === ".") return `${token.slice(0, at)}${token.slice(at + 1)}`;
  const other = pick(Array.from(BASE64URL).filter((candidate) => candidate !== char));
  return token.slice(0, at) + other + token.slice(at + 1);
}

const bytes = (text: string) => new TextEncoder().encode(text.padEnd(64, "\0"));
const signed = (payload: Record<string, unknown>, key: Uint8Array, alg = "HS256") =>
  new SignJWT(payload).setProtectedHeader({ alg }).sign(key);

/** Session tokens that must not count, by what is wrong with them. The first, `mutate`, makes a new one each time. */
export async function badSessions(): Promise<Record<string, (seed: Seeded) => string>> {
  const good = await sessionToken();
  const [header = "", payload = "", signature = ""] = good.split(".");
  const key = new Uint8Array(keyOf("session", materialOf(secrets)).export());
  const without = (claim: string) =>
    signed(Object.fromEntries(Object.entries(claims()).filter(([name]) => name !== claim)), key);
  const none = (alg: string) => `${base64url({ alg })}.${base64url(claims())}.`;
  const fixed: Record<string, string[]> = {
    expired: await Promise.all(
      [31, 60, 9_000, 1e6].map((s) => sessionToken(secrets, now() - SESSION_SECONDS - s)),
    ),
    fromTheFuture: [await sessionToken(secrets, now() + 3_600)],
    longLived: [await signed({ ...claims(), iat: now() - 9 * 3600, exp: now() + 1e6 }, key)],
    algNone: ["none", "None", "NONE", "nOnE"].flatMap((alg) => [none(alg), `${none(alg)}${signature}`]),
    otherAlgorithm: await Promise.all(["HS384", "HS512"].map((alg) => signed(claims(), key, alg))),
    otherAlgorithmNamed: ["RS256", "ES256", "HS512", "EdDSA"].map(
      (alg) => `${base64url({ alg })}.${payload}.${signature}`,
    ),
    wrongKey: await Promise.all(
      ["", "secret", secrets.ADMIN_TOKEN, secrets.SESSION_SECRET].map((text) =>
        signed(claims(), bytes(text)),
      ),
    ),
    rotatedToken: [await sessionToken({ ...secrets, ADMIN_TOKEN: `${TOKEN}2` })],
    rotatedSecret: [await sessionToken({ ...secrets, SESSION_SECRET: `${secrets.SESSION_SECRET}2` })],
    shiftedSecrets: [
      await sessionToken({ SESSION_SECRET: `${secrets.SESSION_SECRET}\0`, ADMIN_TOKEN: TOKEN.slice(1) }),
    ],
    missingClaim: await Promise.all(["iss", "aud", "iat", "exp", "jti"].map(without)),
    otherAudience: [
      await signed({ ...claims(), aud: "run" }, key),
      await signed({ ...claims(), iss: "x" }, key),
    ],
    oddClaims: [await signed({ ...claims(), jti: 7 }, key)],
    unknownCritical: [`${base64url({ alg: "HS256", crit: ["x"], x: 1 })}.${payload}.${signature}`],
    pieces: [
      "",
      ".",
      "..",
      "...",
      header,
      `${header}.${payload}`,
      `${header}.${payload}.`,
      `.${payload}.${signature}`,
    ],
    wrapped: [`"${good}"`, ` ${good} x`, `${good}.x`, encodeURIComponent(`"${good}`), good.repeat(8)],
    theToken: [TOKEN],
  };
  const makers = Object.entries(fixed).map(([name, tokens]): [string, (seed: Seeded) => string] => {
    return [name, ({ pick }) => pick(tokens)];
  });
  return { mutated: (seed) => mutated(good, seed), ...Object.fromEntries(makers) };
}

/** A bearer, though a wrong or a broken one: whatever else comes along must not count. */
export function wrongBearer(seed: Seeded): string {
  for (;;) {
    const value = badAuthorization(seed);
    if (/^bearer(?:\s|$)/i.test(value)) return value;
  }
}

/** Authorization values that are not the admin's bearer, though some hold its very token. */
export function badAuthorization(seed: Seeded): string {
  const { pick, below } = seed;
  const cut = 1 + below(TOKEN.length - 1);
  return pick([
    () => "Bearer",
    () => "Bearer null",
    () => `Bearer ${mutated(TOKEN, seed)}`,
    () => `Bearer ${TOKEN.slice(0, cut)}`,
    () => `Bearer ${TOKEN}${pick(Array.from(BASE64URL))}`,
    () => `Bearer ${TOKEN.toUpperCase()}`,
    () => `Bearer  ${TOKEN}`,
    () => `Bearer\t${TOKEN}`,
    () => `Bearer:${TOKEN}`,
    () => `Bearer ${TOKEN}, Bearer ${TOKEN}`,
    () => `Bearer nope, Bearer ${TOKEN}`,
    () => `Bearer "${TOKEN}"`,
    () => `Bearer ${TOKEN}\u00a0`,
    () => `Bearer ${encodeURIComponent(`${TOKEN}%`)}`,
    () => `Bearer ${Buffer.from(TOKEN).toString("base64")}`,
    () => `Bearer ${TOKEN.repeat(1 + below(20))}x`,
    () => `Token ${TOKEN}`,
    () => `Basic ${Buffer.from(`admin:${TOKEN}`).toString("base64")}`,
    () => TOKEN,
    () => "Bearer ' OR 1=1 --",
    () => "Bearer __proto__",
  ])();
}
