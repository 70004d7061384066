import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Inngest } from "inngest";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { TOKEN_SOURCE } from "#access/testing/tokens.js";
import { fired } from "#runs/testing/runs.js";
import { decisionWith } from "#store/testing/history.js";

const folder = mkdtempSync(join(tmpdir(), "roundtrip-durably-"));
/** The runs of each request that Inngest was sent. */
const sent: string[][] = [];
let inngest: Server;
/** Takes what is sent, and never answers. */
let hangs = false;
let store: ReturnType<typeof import("#store/open.js").store>;
let handOverLater: typeof import("./durably.js").handOverLater;

beforeAll(async () => {
  inngest = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    const events = JSON.parse(body) as { id: string; data: { run: string } }[];
    sent.push(events.map(({ data }) => data.run));
    if (hangs) return;
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ ids: events.map(({ id }) => id), status: 200 }));
  });
  await new Promise<void>((ready) => inngest.listen(0, "127.0.0.1", ready));
  const { port } = inngest.address() as AddressInfo;
  for (const [name, value] of Object.entries({
    ...TOKEN_SOURCE,
    STORE_URL: `file:${join(folder, "runs.db")}`,
  }))
    vi.stubEnv(name, value);
  store = (await import("#store/open.js")).store();
  const { register } = await import("#inngest/registered.js");
  register({ client: new Inngest({ id: "shop", baseUrl: `http://127.0.0.1:${port}`, eventKey: "own-key" }) });
  ({ handOverLater } = await import("./durably.js"));
});
afterAll(async () => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
  await store?.close();
  inngest.closeAllConnections();
  await new Promise((closed) => inngest.close(closed));
  rmSync(folder, { recursive: true, force: true });
});

test("the first run's request waits until all are handed over that are still open, and no other does", async () => {
  const [first, decided, second, third] = await Promise.all(Array.from({ length: 4 }, () => fired(store)));
  if (!first || !decided || !second || !third) throw new Error("there are four");
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"], shouldAdvanceTime: true });
  const all = handOverLater(first.id);
  for (const { id } of [decided, second, third]) await handOverLater(id);
  expect(sent).toEqual([]);
  await store.decide(decided.id, decisionWith("pass", Date.now(), 900));
  await vi.advanceTimersByTimeAsync(10_000);
  await all;
  expect(sent.flat()).toEqual([first.id, second.id, third.id]);

  // Nobody waits any more: the next one's request does.
  const next = await fired(store);
  const alone = handOverLater(next.id);
  await vi.advanceTimersByTimeAsync(10_000);
  await alone;
  expect(sent.at(-1)).toEqual([next.id]);
});

test("an Inngest that hangs holds back neither the runs that come later nor the request that waits", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"], shouldAdvanceTime: true });
  hangs = true;
  const first = await fired(store);
  const all = handOverLater(first.id);
  await vi.advanceTimersByTimeAsync(10_000);
  await expect.poll(() => sent.flat()).toContain(first.id);
  hangs = false;
  const later = await fired(store);
  await handOverLater(later.id);
  await vi.advanceTimersByTimeAsync(20_000);
  await expect.poll(() => sent.flat()).toContain(later.id);
  await all;
});
