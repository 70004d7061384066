import { expect, test } from "vitest";
import { addressOf } from "./caller.js";

const seen = (forwarded: string | null, hops: number) =>
  addressOf(new Headers(forwarded === null ? {} : { "x-forwarded-for": forwarded }), hops);

test.each([
  ["without a trusted proxy the header is not believed", "203.0.113.9", 0, "direct"],
  ["one proxy: the last entry is what it saw", "6.6.6.6, 203.0.113.9", 1, "203.0.113.9"],
  ["two proxies: the last but one", "6.6.6.6, 203.0.113.9, 10.0.0.1", 2, "203.0.113.9"],
  ["a chain shorter than the proxies is not believed", "203.0.113.9", 2, "direct"],
  ["no header at all", null, 1, "direct"],
  ["a port is not part of the address", "203.0.113.9:51234", 1, "203.0.113.9"],
  ["an IPv6 address counts as its /64", "2001:db8:1:2:aaaa::1", 1, "2001:db8:1:2::/64"],
  ["so does a short one", "2001:db8::1", 1, "2001:db8:0:0::/64"],
  ["so does one in brackets with a port", "[2001:db8:1:2::9]:443", 1, "2001:db8:1:2::/64"],
  ["a mapped IPv4 address is that address", "::ffff:203.0.113.9", 1, "203.0.113.9"],
  ["a name is no address", "evil.example", 1, "direct"],
  ["an impossible address is none", "999.1.1.1", 1, "direct"],
])("%s", (_title, forwarded, hops, expected) => {
  expect(seen(forwarded, hops)).toBe(expected);
});

test("a sender cannot choose its bucket by writing entries in front", () => {
  const buckets = new Set(
    Array.from({ length: 1_000 }, (_, i) => seen(`10.0.${i >> 8}.${i & 255}, 203.0.113.9`, 1)),
  );
  expect([...buckets]).toEqual(["203.0.113.9"]);
});
