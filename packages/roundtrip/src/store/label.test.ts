import { expect, test } from "vitest";
import { storeLabel } from "./open.js";

test.each([
  ["file:.data/roundtrip.db", "SQLite, .data/roundtrip.db"],
  ["redis://user:fake-password@cache.example:6380/2", "Redis, cache.example:6380"],
  ["rediss://:fake-password@cache.example", "Redis, cache.example"],
  ["libsql://runs.example?authToken=fake-token", "libSQL, runs.example"],
  ["redis://user:fake-password@", "unreadable STORE_URL"],
])("a store is named without its credentials (%s)", (url, label) => {
  expect(storeLabel(url)).toBe(label);
});
