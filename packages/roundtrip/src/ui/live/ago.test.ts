import { expect, test } from "vitest";
import { ago } from "./ago.js";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

test.each<[number, string]>([
  [-5_000, "just now"],
  [0, "just now"],
  [MINUTE - 1, "just now"],
  [MINUTE, "1 min ago"],
  [60 * MINUTE - 1, "59 min ago"],
  [60 * MINUTE, "1 h ago"],
  [DAY - 1, "23 h ago"],
  [DAY, "1 day ago"],
  [40 * DAY, "40 days ago"],
])("%d ms are written as %s", (ms, words) => {
  expect(ago(ms)).toBe(words);
});
