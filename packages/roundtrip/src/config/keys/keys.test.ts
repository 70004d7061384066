import { createHmac, type KeyObject } from "node:crypto";
import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { secrets } from "#access/testing/tokens.js";
import { materialOf, type Purpose, type Secrets } from "./material.js";
import { keyOf } from "./node.js";
import { deriveKey } from "./web.js";

const PURPOSES: readonly Purpose[] = ["session", "raise", "evidence", "verify", "canary", "run", "task"];
const OTHER = "fake-rotated-token-Zk4Qm8Xr1Wv6Tb9Lc";
const ALONE: Secrets = { ...secrets, SESSION_SECRET: undefined };
/** Deployments whose keys must differ. */
const DEPLOYMENTS: readonly [string, Secrets][] = [
  ["the token alone", ALONE],
  ["another token alone", { ...ALONE, ADMIN_TOKEN: OTHER }],
  ["both", secrets],
  ["another token and the same secret", { ...secrets, ADMIN_TOKEN: OTHER }],
  ["the same token and another secret", { ...secrets, SESSION_SECRET: OTHER }],
  ["both, exchanged", { ADMIN_TOKEN: secrets.SESSION_SECRET, SESSION_SECRET: secrets.ADMIN_TOKEN }],
  [
    "the two in one",
    { ADMIN_TOKEN: secrets.SESSION_SECRET + secrets.ADMIN_TOKEN, SESSION_SECRET: undefined },
  ],
  [
    "the two cut elsewhere",
    { ADMIN_TOKEN: secrets.ADMIN_TOKEN.slice(1), SESSION_SECRET: `${secrets.SESSION_SECRET}f` },
  ],
];

const bytes = (key: KeyObject) => key.export().toString("hex");
const signed = (key: KeyObject) => createHmac("sha256", key).update("a text").digest("hex");
async function signedOnTheWeb(purpose: Purpose, of: Secrets): Promise<string> {
  const key = await deriveKey(purpose, materialOf(of));
  return Buffer.from(await crypto.subtle.sign("HMAC", key, Buffer.from("a text"))).toString("hex");
}

describe("the keys of an app", () => {
  test("differ by purpose, by token, and by a secret that is stated", () => {
    const keys = DEPLOYMENTS.flatMap(([, of]) =>
      PURPOSES.map((purpose) => bytes(keyOf(purpose, materialOf(of)))),
    );
    expect(new Set(keys).size).toBe(DEPLOYMENTS.length * PURPOSES.length);
    for (const key of keys) expect(key).toMatch(/^[0-9a-f]{64}$/);
  });

  test.each(DEPLOYMENTS)("are the same in every runtime and every time: %s", async (_title, of) => {
    for (const purpose of PURPOSES) {
      expect(await signedOnTheWeb(purpose, of)).toBe(signed(keyOf(purpose, materialOf(of))));
      expect(bytes(keyOf(purpose, materialOf({ ...of })))).toBe(bytes(keyOf(purpose, materialOf(of))));
    }
  });

  test("are those of RFC 5869, so that nobody is signed out by a way of computing them", () => {
    // Extract and expand by hand: HMAC with an empty salt, then one block.
    const extracted = createHmac("sha256", "").update(`\0${ALONE.ADMIN_TOKEN}`).digest();
    const expanded = createHmac("sha256", extracted).update("roundtrip session\u0001").digest("hex");
    expect(bytes(keyOf("session", materialOf(ALONE)))).toBe(expanded);
  });

  test("are values that nothing prints or sends: neither runtime holds one as a text", async () => {
    const key = await deriveKey("session", materialOf(ALONE));
    await expect(crypto.subtle.exportKey("raw", key)).rejects.toThrow();
    const node = keyOf("session", materialOf(ALONE));
    for (const form of [bytes(node), node.export().toString("base64"), [...node.export()].join(", ")])
      for (const one of [key, node]) {
        expect(inspect(one, { depth: null })).not.toContain(form);
        expect(JSON.stringify(one)).not.toContain(form);
      }
  });
});
