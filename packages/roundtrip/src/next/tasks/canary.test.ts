import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { TOKEN_SOURCE } from "#access/testing/tokens.js";
import { someEvidence, someRun } from "#store/testing/stores.js";
import { CANARY_DEADLINE_MS } from "#verdict/deadlines.js";
import type { Client } from "./host.js";

const folder = mkdtempSync(join(tmpdir(), "roundtrip-inngest-canary-"));
let app: Server;
/** The run and the nonce of each request that was to fire a check. */
let asked: { run: string; nonce: string }[];
/** What the app opens when the `at`th comes; null: it refuses that one. */
let opens: (at: number) => { run: string; nonce: string } | null;
let canary: typeof import("./canary.js").canary;
let store: ReturnType<typeof import("#store/open.js").store>;

beforeAll(async () => {
  app = createServer(async (request, response) => {
    const [run = ""] = String(request.headers["x-check-canary-token"]).split(".");
    asked.push({ run, nonce: String(request.headers["x-check-nonce"]) });
    const opened = opens(asked.length);
    if (opened) await open(opened);
    response.writeHead(404).end();
  });
  await new Promise<void>((ready) => app.listen(0, "127.0.0.1", ready));
  for (const [name, value] of Object.entries(TOKEN_SOURCE)) vi.stubEnv(name, value);
  vi.stubEnv("APP_URL", `http://127.0.0.1:${(app.address() as AddressInfo).port}`);
  vi.stubEnv("STORE_URL", `file:${join(folder, "runs.db")}`);
  ({ canary } = await import("./canary.js"));
  store = (await import("#store/open.js")).store();
});
beforeEach(() => {
  asked = [];
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await store.close();
  app.closeAllConnections();
  await new Promise((closed) => app.close(closed));
  rmSync(folder, { recursive: true, force: true });
});

/** As the app does: keeps the run under its nonce. It passes at once. */
async function open({ run, nonce }: { run: string; nonce: string }): Promise<void> {
  const now = Date.now();
  await store.create({ ...someRun({ id: run, firedAt: now, deadline: now + CANARY_DEADLINE_MS }), nonce });
  await store.append([someEvidence(run)]);
  const passed = { verdict: "pass", cause: null, latencyMs: 1, decidedAt: now, revisedAt: now } as const;
  await store.decide(run, passed);
}

/** One round, by an Inngest that does each step at once and whose sleeps take no time. */
async function round(): Promise<unknown> {
  type Handler = (context: { step: unknown }) => Promise<unknown>;
  const inngest = { createFunction: (_options: unknown, handler: Handler) => handler };
  const handler: unknown = canary(inngest as unknown as Client, "0 * * * *", ["sentry"]);
  const step = { run: (_name: string, act: () => unknown) => act(), sleep: async () => undefined };
  return (handler as Handler)({ step });
}

test("each try has a run and a nonce of its own, so that no answer of an earlier one speaks for it", async () => {
  opens = () => null;
  expect(await round()).toEqual({ sentry: "fail" });
  expect(new Set(asked.map(({ run }) => run)).size).toBe(3);
  expect(new Set(asked.map(({ nonce }) => nonce)).size).toBe(3);
});

test.each([2, 3])("a run of the first try that is opened when try %i comes is the round's", async (at) => {
  opens = (now) => (now === at ? (asked[0] ?? null) : null);
  expect(await round()).toEqual({ sentry: "pass" });
  expect(asked).toHaveLength(at);
});
