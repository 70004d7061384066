import { expect, test } from "vitest";
import { waitOf } from "./wait.js";

test.each([
  ["http://localhost:3000", 180],
  ["http://127.0.0.1:3000/shop", 180],
  ["http://[::1]:3000", 180],
  ["https://app.example.com", 60],
  ["http://localhost.example.com", 60],
  ["http://127.0.0.1.example.com", 60],
  ["http://192.0.2.7:3000", 60],
])("%s has %i seconds, unless it is told otherwise", (url, seconds) => {
  expect(waitOf({ url })).toBe(seconds);
  expect(waitOf({ url, wait: 5 })).toBe(5);
});
