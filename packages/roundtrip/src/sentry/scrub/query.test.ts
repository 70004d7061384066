import { describe, expect, it } from "vitest";
import { isSecretParameter, withoutQueries, withoutSecretParameters } from "./query.js";

describe("isSecretParameter", () => {
  it.each([
    "password",
    "user[password]",
    "user%5Bpassword%5D",
    "%70assword",
    "pwd",
    "auth",
    "session",
    "code",
    "API_KEY",
    "x-api-key",
    "key",
    "sid",
    "redirect.sig",
    "a[0][otp]",
  ])("knows %s", (name) => {
    expect(isSecretParameter(name)).toBe(true);
  });
  it.each([
    "page",
    "inside",
    "monkey",
    "keyword",
    "barcode",
    "country_codes",
    "q",
    "utm_source",
    "%",
    "wait",
  ])("lets %s be", (name) => {
    expect(isSecretParameter(name)).toBe(false);
  });
});

describe("withoutSecretParameters", () => {
  it.each([
    ["/a?user[password]=x&b=1", "/a?user[password]=[Filtered]&b=1"],
    ["/a?b=1&code=x#c", "/a?b=1&code=[Filtered]#c"],
    ["/a?pwd=x;y&b=1", "/a?pwd=[Filtered]&b=1"],
    ["two /a?pwd=x and /b?sid=y.", "two /a?pwd=[Filtered] and /b?sid=[Filtered]"],
    ["/go?to=%2Fa%3Fpwd%3Dx%26b%3D1", "/go?to=%2Fa%3Fpwd%3D[Filtered]%26b%3D1"],
    ["/a?b=1&c=2", "/a?b=1&c=2"],
    ["const code = 1; if (pwd == 2) {}", "const code = 1; if (pwd == 2) {}"],
  ])("%s", (text, clean) => {
    expect(withoutSecretParameters(text)).toBe(clean);
    expect(withoutSecretParameters(clean)).toBe(clean);
  });
});

describe("withoutQueries", () => {
  const long = "n".repeat(5_000);
  it.each([
    ["/a?b=1", "/a"],
    ["/a?=value", "/a"],
    ["/a?onlyAValue", "/a"],
    [`/a?${long}=value`, "/a"],
    ["https://a.example/b?c=1#d", "https://a.example/b"],
    [`GET /a?${long}=value failed`, "GET /a failed"],
    ["GET /a?=value failed", "GET /a failed"],
    ["Cannot read a?.b of x", "Cannot read a?.b of x"],
    ["is it c ? d : e", "is it c ? d : e"],
    ["really?", "really?"],
  ])("%s", (text, clean) => {
    expect(withoutQueries(text)).toBe(clean);
  });
});
