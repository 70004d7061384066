import { afterEach, beforeEach, expect, test, vi } from "vitest";

beforeEach(() => {
  // Variables are read once.
  vi.resetModules();
  vi.stubEnv("STORE_URL", "file::memory:");
});
afterEach(() => vi.unstubAllEnvs());

test.each<[string, Record<string, string>, boolean]>([
  ["nothing", {}, false],
  ["a webhook", { ALERT_WEBHOOK_URL: "https://chat.example/hook" }, true],
  ["a webhook that cannot be used, which is a finding of its own", { ALERT_WEBHOOK_URL: "chat" }, true],
  ["a heartbeat, which is told of a failure as well", { HEARTBEAT_URL: "https://beat.example/1" }, true],
])("somebody hears of what the canary finds where the app has %s", async (_what, variables, hears) => {
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
  const { canaryFacts } = await import("./canary.js");
  expect((await canaryFacts())?.alerts).toBe(hears);
});
