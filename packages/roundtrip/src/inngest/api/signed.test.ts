import { createHmac } from "node:crypto";
import { describe, expect, test, vi } from "vitest";
import { canonicalJson } from "../../../../stand-ins/src/inngest/wire/canonical.js";
import { isSigned, readSignature } from "./signed.js";

const KEY = "signkey-test-8c1f04d7a96be2530f7d4ac81be95362";
const OTHER = "signkey-prod-00112233445566778899aabbccddeeff";
const NOW = 1_800_000_000_000;
const T = String(NOW / 1000);
const bytes = (text: string) => new TextEncoder().encode(text);
const mac = (body: string, t = T, key = KEY) =>
  createHmac("sha256", key.replace(/^signkey-\w+-/, ""))
    .update(body)
    .update(t)
    .digest("hex");

describe("the header", () => {
  test.each([
    ["none", null],
    ["an empty one", ""],
    ["no digest", `t=${T}&s=`],
    ["no time", `s=${mac("{}")}`],
    ["a time that is none", `t=NaN&s=${mac("{}")}`],
    ["a digest that is none", `t=${T}&s=${"z".repeat(64)}`],
    ["a short digest", `t=${T}&s=abcd`],
    ["six minutes ago", `t=${Number(T) - 360}&s=${mac("{}")}`],
    ["in six minutes", `t=${Number(T) + 360}&s=${mac("{}")}`],
  ])("%s cannot be a good one", (_, header) => {
    expect(readSignature(header, NOW)).toBeNull();
  });

  test("four minutes may lie between two clocks, either way, and the order of its parts is free", () => {
    expect(readSignature(`t=${Number(T) - 240}&s=${mac("{}")}`, NOW)).not.toBeNull();
    expect(readSignature(`s=${mac("{}")}&t=${Number(T) + 240}`, NOW)).not.toBeNull();
  });
});

const signature = (body: string, key = KEY) =>
  readSignature(`t=${T}&s=${mac(body, T, key)}`, NOW) ?? expect.fail("no signature");

describe("a body", () => {
  test("is signed when its bytes are, by any of the keys, parsed by nobody", () => {
    const parse = vi.spyOn(JSON, "parse");
    const body = '{"ctx":{"run_id":"01"},"event":{}}';
    expect(isSigned(bytes(body), signature(body), [KEY])).toBe(true);
    expect(isSigned(bytes(body), signature(body, OTHER), [KEY, OTHER])).toBe(true);
    expect(isSigned(bytes(""), signature(""), [KEY])).toBe(true);
    const large = JSON.stringify("x".repeat(100_000));
    expect(isSigned(bytes(large), signature("{}"), [KEY])).toBe(false);
    expect(parse).not.toHaveBeenCalled();
    parse.mockRestore();
  });

  test("is signed when it is small and its canonical form is", () => {
    const value = { url: "https://a.example/?a&b", b: [{ z: 1, a: "ä" }], a: null };
    const spaced = JSON.stringify(value, null, 2).replace(/&/g, "\\u0026");
    expect(isSigned(bytes(spaced), signature(canonicalJson(value)), [KEY])).toBe(true);
  });

  test("is not, by another key, over another body or at another time", () => {
    expect(isSigned(bytes("{}"), signature("{}", OTHER), [KEY])).toBe(false);
    expect(isSigned(bytes("{} "), signature("[]"), [KEY])).toBe(false);
    expect(isSigned(bytes("no JSON"), signature("{}"), [KEY])).toBe(false);
    const other = { ...signature("{}"), t: String(Number(T) + 1) };
    expect(isSigned(bytes("{}"), other, [KEY])).toBe(false);
    expect(isSigned(bytes("{}"), signature("{}"), [])).toBe(false);
  });
});
