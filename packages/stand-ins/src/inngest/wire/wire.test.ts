import { describe, expect, it } from "vitest";
import { BoundedMap } from "#inngest/runs/bounded.js";
import { durationMs, retryAfterMs } from "#inngest/runs/duration.js";
import { canonicalJson } from "./canonical.js";
import { hashSigningKey, isSigningKey, signBody, verifyBody } from "./signature.js";
import { seededUlid, ulid } from "./ulid.js";

const KEY = "signkey-test-12345678";
const NOW = new Date("2030-01-01T00:00:00Z");

describe("canonical JSON", () => {
  it("sorts keys by code unit at every depth and drops undefined members", () => {
    const value = {
      b: [{ z: 1, a: undefined }],
      a: { é: 1, e: 2, "10": 3, "9": 4 },
      "\u{1F600}": 1,
      "\uFB33": 2,
    };
    expect(canonicalJson(value)).toBe(
      '{"a":{"10":3,"9":4,"e":2,"é":1},"b":[{"z":1}],"\u{1F600}":1,"\uFB33":2}',
    );
  });

  it("writes what JSON writes for values", () => {
    for (const value of [null, true, 0, -0, 1e21, 1.5, '\u2028"\\', []]) {
      expect(canonicalJson(value)).toBe(JSON.stringify(value));
    }
    expect(canonicalJson([undefined, 1])).toBe("[null,1]");
  });
});

describe("a signature", () => {
  it("verifies for its own body, key and time only", () => {
    const header = signBody("body", KEY, NOW);
    expect(verifyBody(header, "body", KEY, NOW)).toBe(true);
    expect(verifyBody(header, "body", "signkey-prod-12345678", NOW)).toBe(true);
    expect(verifyBody(header, "body.", KEY, NOW)).toBe(false);
    expect(verifyBody(header, "body", "signkey-test-12345679", NOW)).toBe(false);
    expect(verifyBody(header, "body", KEY, new Date(NOW.getTime() + 301_000))).toBe(false);
    expect(verifyBody(header.replace(/t=\d/, "t=2"), "body", KEY, NOW)).toBe(false);
    for (const bad of ["", "t=&s=", "t=abc&s=00", "s=00"])
      expect(verifyBody(bad, "body", KEY, NOW)).toBe(false);
  });

  it("hashes a key's bytes and keeps its prefix", () => {
    // printf '\x12\x34\x56\x78' | sha256sum
    expect(hashSigningKey(KEY)).toBe(
      "signkey-test-b2ed992186a5cb19f6668aade821f502c1d00970dfd0e35128d51bac4649916c",
    );
    expect([isSigningKey(KEY), isSigningKey("12345678"), isSigningKey("signkey-test-xyz")]).toEqual([
      true,
      false,
      false,
    ]);
  });
});

describe("a duration", () => {
  it.each([
    ["1d2h30m10s", 95_410_000],
    ["1w", 604_800_000],
    ["1.5s", 1_500],
    ["250ms", 250],
    ["", 0],
    ["2030-01-01T00:01:00.000Z", 60_000],
    ["2029-01-01T00:00:00.000Z", 0],
  ])("%s is %d ms", (text, expected) => {
    expect(durationMs(text, NOW)).toBe(expected);
  });

  it.each(["soon", "10", "1y", "-1s", "1 h", "2030-99-99"])("%s is refused", (text) => {
    expect(() => durationMs(text, NOW)).toThrow(`"${text}" is no duration`);
  });

  it("reads a retry-after header as seconds or a date", () => {
    expect(retryAfterMs("30", NOW)).toBe(30_000);
    expect(retryAfterMs("2030-01-01T00:00:05.000Z", NOW)).toBe(5_000);
    expect(retryAfterMs("Tue, 01 Jan 2030 00:00:07 GMT", NOW)).toBe(7_000);
    expect(retryAfterMs("2020-01-01T00:00:00.000Z", NOW)).toBe(0);
    expect([retryAfterMs(null, NOW), retryAfterMs("whenever", NOW)]).toEqual([undefined, undefined]);
  });
});

describe("an id", () => {
  it("carries its time first, so that ids sort by it", () => {
    expect(ulid(1_469_918_176_385)).toMatch(/^01ARYZ6S41[0-9A-HJKMNP-TV-Z]{16}$/);
    expect(ulid(1) < ulid(2)).toBe(true);
  });

  it("is the same again for one seed and place, and differs between places", () => {
    const seed = `1469918176385,${Buffer.alloc(10, 255).toString("base64")}`;
    expect(seededUlid(seed, 0)).toBe(seededUlid(seed, 0));
    expect(new Set([0, 1, 2].map((index) => seededUlid(seed, index))).size).toBe(3);
    expect(seededUlid("rubbish", 0)).not.toBe(seededUlid("rubbish", 0));
  });
});

it("a bounded map forgets by count and by age", () => {
  const map = new BoundedMap<number>(2, 100);
  for (const [index, key] of ["a", "b", "c"].entries()) map.set(key, index, 0);
  expect([map.has("a", 1), map.has("b", 1), map.has("c", 1)]).toEqual([false, true, true]);
  expect(map.has("b", 100)).toBe(false);
});
