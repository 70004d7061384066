import * as Sentry from "@sentry/nextjs";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

const settings = {
  dsn: "https://0123456789abcdef@sentry.example/7",
  environment: "staging",
  release: "shop@1f2e3d4",
  commitTag: "v4.2",
  tracesSampleRate: 0,
  sendDefaultPii: false,
};
const OTHER = "https://fedcba9876543210@sentry.example/8";

/** What was asked for is kept on the global object: each test begins without. */
beforeEach(() => void Reflect.deleteProperty(globalThis, Symbol.for("roundtrip.asked")));
afterEach(() => Sentry.close());

async function inNode() {
  vi.resetModules();
  const { startNode } = await import("#sentry/sdk/node/start.js");
  return {
    start: () => startNode(settings, () => undefined, []),
    lacking: (await import("./asked.js")).lacking,
  };
}

test("a client that Roundtrip's set-up made has all that was asked for", async () => {
  const { start, lacking } = await inNode();
  start();
  expect(lacking(Sentry.getClient())).toEqual([]);
});

test("one that an earlier Sentry.init made lacks it: in Node the first call wins", async () => {
  const { start, lacking } = await inNode();
  Sentry.init({ dsn: OTHER });
  start();
  expect(Sentry.getClient()?.getOptions().dsn).toBe(OTHER);
  expect(lacking(Sentry.getClient())).toEqual(
    expect.arrayContaining(["dsn", "release", "transport", "tracesSampler", "integration Pino"]),
  );
});

test("a later Sentry.init changes nothing in Node", async () => {
  const { start, lacking } = await inNode();
  start();
  Sentry.init({ dsn: OTHER });
  expect(lacking(Sentry.getClient())).toEqual([]);
});

test("a client that replaces ours, as in edge and browser, lacks it", async () => {
  const { start, lacking } = await inNode();
  start();
  const ours = Sentry.getClient();
  await Sentry.close();
  Sentry.getCurrentScope().setClient(undefined);
  Sentry.init({ dsn: OTHER });
  expect(Sentry.getClient()).not.toBe(ours);
  expect(lacking(Sentry.getClient())).toContain("transport");
});

test("where nothing was asked for nothing is lacking", async () => {
  const { lacking } = await inNode();
  Sentry.init({ dsn: OTHER });
  expect(lacking(Sentry.getClient())).toEqual([]);
  expect(lacking(undefined)).toEqual([]);
});

test("a client that is switched off has its options, and is not taken for another's", async () => {
  const { lacking } = await inNode();
  const { noteAsked } = await import("./asked.js");
  const asked = {
    dsn: settings.dsn,
    release: "shop@1",
    enabled: false,
    integrations: [Sentry.redisIntegration()],
  };
  Sentry.init(noteAsked(asked));
  expect(lacking(Sentry.getClient())).toEqual([]);
});
