import { expect, test } from "vitest";
import { type Beat, beatAddress } from "./heartbeat";

test.each<[string, Beat, string]>([
  ["https://hc.example.com/fake-uuid", "pass", "https://hc.example.com/fake-uuid"],
  ["https://hc.example.com/fake-uuid", "start", "https://hc.example.com/fake-uuid/start"],
  ["https://hc.example.com/fake-uuid/", "fail", "https://hc.example.com/fake-uuid/fail"],
  ["https://hc.example.com/key/slug?create=1", "fail", "https://hc.example.com/key/slug/fail?create=1"],
  ["http://127.0.0.1:8000", "start", "http://127.0.0.1:8000/start"],
])("%s, %s: %s", (url, beat, expected) => {
  expect(beatAddress(url, beat)).toBe(expected);
});
