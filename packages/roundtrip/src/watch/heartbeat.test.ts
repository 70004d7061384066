import { afterEach, expect, test, vi } from "vitest";
import { type Beat, beatAddress, heartbeat } from "./heartbeat.js";

test.each<[string, Beat, string]>([
  ["https://hc.example.com/fake-uuid", "pass", "https://hc.example.com/fake-uuid"],
  ["https://hc.example.com/fake-uuid", "start", "https://hc.example.com/fake-uuid/start"],
  ["https://hc.example.com/fake-uuid/", "fail", "https://hc.example.com/fake-uuid/fail"],
  ["https://hc.example.com/key/slug?create=1", "fail", "https://hc.example.com/key/slug/fail?create=1"],
  ["http://127.0.0.1:8000", "start", "http://127.0.0.1:8000/start"],
])("%s, %s: %s", (url, beat, expected) => {
  expect(beatAddress(url, beat)).toBe(expected);
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.unstubAllEnvs();
});

test.each([
  ["once is sent again, and taken", 1, true],
  ["twice is not taken", 2, false],
])("a beat whose answer is late %s", async (_, times, taken) => {
  vi.stubEnv("HEARTBEAT_URL", "https://hc.example.com/fake-uuid");
  const fetched = vi.fn(async () => new Response("OK"));
  for (let count = 0; count < times; count += 1)
    fetched.mockImplementationOnce(async () => Promise.reject(new DOMException("too late", "TimeoutError")));
  vi.stubGlobal("fetch", fetched);
  vi.spyOn(console, "warn").mockImplementation(() => undefined);
  expect(await heartbeat("pass")).toBe(taken);
  expect(fetched).toHaveBeenCalledTimes(2);
});
