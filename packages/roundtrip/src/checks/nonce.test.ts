import { expect, test } from "vitest";
import { madeFor, NONCE, newNonce, nonceRepeated } from "./nonce.js";

const mine = newNonce();

test.each<[Record<string, string>, ReturnType<typeof madeFor>]>([
  [{ "x-check-nonce": mine }, "this"],
  [{ "x-check-nonce": mine, age: "7" }, "this"],
  [{ "x-check-nonce": newNonce() }, "another"],
  [{ "x-check-nonce": "" }, "another"],
  [{ "x-check-nonce": `${mine}, ${mine}` }, "another"],
  [{ age: "1" }, "another"],
  [{ age: "0" }, "unsaid"],
  [{ age: "soon" }, "unsaid"],
  [{}, "unsaid"],
])("an answer with %j was made for %s", (headers, request) => {
  expect(madeFor(mine, new Headers(headers))).toBe(request);
});

test("a new nonce is well-formed, and no two are alike", () => {
  const nonces = Array.from({ length: 1_000 }, newNonce);
  expect(new Set(nonces).size).toBe(1_000);
  for (const one of nonces) expect(one).toMatch(NONCE);
});

test.each([
  ["0123456789abcdef", true],
  ["Az-_".repeat(16), true],
  ["0123456789abcde", false],
  ["a".repeat(65), false],
  ["0123456789 abcdef", false],
  ["<script>alert(1)</script>", false],
  ["", false],
])("%j is a nonce: %s, and only then repeated", (nonce, good) => {
  expect(NONCE.test(nonce)).toBe(good);
  const headers = new Headers({ "x-check-nonce": nonce });
  expect(nonceRepeated({ headers })).toEqual(good ? { "x-check-nonce": nonce } : {});
});
