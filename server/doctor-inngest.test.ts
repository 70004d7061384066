import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { Inngest } from "inngest";
import { serve } from "inngest/node";
import { afterEach, describe, expect, test, vi } from "vitest";
import { examineInngest } from "@/checks/doctor-inngest";
import { startInngest } from "@/local/inngest/server";
import { examinationDeadline } from "./doctor-ask";
import { type InngestQuestion, inngestFacts } from "./doctor-inngest";

const closing: (() => unknown)[] = [];
afterEach(async () => {
  vi.unstubAllGlobals();
  await Promise.all(closing.splice(0).map((close) => close()));
});

/** A server of this test. */
async function listening(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  closing.push(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe("what Inngest is asked", () => {
  const KEY = `signkey-test-${"ab".repeat(32)}`;

  /** A signed stand-in, and an app with the real SDK; `registered` once the app has synced. */
  async function world({ registered = true } = {}): Promise<InngestQuestion> {
    const server = await startInngest({
      signingKey: KEY,
      eventKey: "own-key",
      resyncMs: 0,
      syncBackoffMs: [10],
    });
    closing.push(() => server.close());
    const client = new Inngest({
      id: "shop",
      isDev: false,
      baseUrl: server.url,
      eventKey: server.eventKey,
      signingKey: KEY,
      logger: { info() {}, warn() {}, error() {}, debug() {} },
    });
    const fn = client.createFunction({ id: "pay", triggers: [{ event: "paid" }] }, () => "done");
    const origin = await listening(
      serve({ client, functions: [fn], servePath: "/api/inngest", enableUnauthedSync: false }),
    );
    if (registered) expect(await server.sync(`${origin}/api/inngest`)).toMatchObject({ ok: true });
    return {
      middleware: true,
      mode: "cloud",
      apiUrl: server.url,
      eventUrl: server.url,
      app: "shop",
      expected: ["shop-pay"],
      eventKey: server.eventKey,
      signingKey: KEY,
      origin,
    };
  }
  const codes = async (question: InngestQuestion) =>
    examineInngest(await inngestFacts(question, examinationDeadline())).map(({ code }) => code);

  test("is answered well when app and Inngest know each other", async () => {
    expect(await codes(await world())).toEqual(["inngest_ok"]);
  });

  test("tells functions that were never registered", async () => {
    expect(await codes(await world({ registered: false }))).toEqual(["inngest_functions_unregistered"]);
  });

  test("tells a function that was added since", async () => {
    const question = await world();
    expect(await codes({ ...question, expected: ["shop-pay", "shop-refund"] })).toEqual([
      "inngest_functions_unregistered",
    ]);
  });

  test("tells a signing key that neither Inngest nor the route takes", async () => {
    const question = { ...(await world()), signingKey: `signkey-test-${"cd".repeat(32)}` };
    expect(await codes(question)).toEqual(["inngest_endpoint_silent", "inngest_signing_key_refused"]);
    expect(JSON.stringify(await inngestFacts(question, examinationDeadline()))).not.toContain("cdcd");
  });

  test("tells an Inngest that is down", async () => {
    const question = await world();
    expect(
      await codes({ ...question, apiUrl: "http://127.0.0.1:1", eventUrl: "http://127.0.0.1:1" }),
    ).toEqual(["inngest_unreachable"]);
  });

  test("tells an event key that Inngest does not know, and does not repeat it", async () => {
    const question = { ...(await world()), eventKey: "another-environments-key" };
    expect(await codes(question)).toEqual(["inngest_event_key_refused"]);
    expect(JSON.stringify(await inngestFacts(question, examinationDeadline()))).not.toContain("another");
  });

  test("takes the key before where the new one is not taken yet, as Inngest's SDK does", async () => {
    const question = { ...(await world()), signingKey: `signkey-test-${"cd".repeat(32)}`, fallbackKey: KEY };
    const { registered } = await inngestFacts(question, examinationDeadline());
    expect(registered).toEqual(["shop-pay"]);
  });

  test("names the branch environment in every question about it", async () => {
    const seen: unknown[] = [];
    const url = await listening((request, response) => {
      if (request.url !== "/health") seen.push(request.headers["x-inngest-env"]);
      response.end("[]");
    });
    const question = { ...(await world()), apiUrl: url, eventUrl: url, environment: "feature-x" };
    await inngestFacts(question, examinationDeadline());
    expect(seen).toEqual(["feature-x", "feature-x"]);
  });

  test("is asked over http in a private network for what is no secret", async () => {
    const asked: string[] = [];
    vi.stubGlobal("fetch", async (url: URL) => {
      asked.push(String(url));
      return new Response("{}");
    });
    const question = { ...(await world()), apiUrl: "http://inngest:8288", eventUrl: "http://inngest:8288" };
    const found = await codes(question);
    expect(found).toEqual(["inngest_functions_unasked"]);
    expect(asked.filter((url) => url.startsWith("http://inngest:8288"))).toEqual([
      "http://inngest:8288/health",
    ]);
  });

  test("says that it could not see where something else answers", async () => {
    const other = await listening((_request, response) => response.end("<h1>hello</h1>"));
    expect(await codes({ ...(await world()), apiUrl: other, eventUrl: other })).toEqual([
      "inngest_functions_unasked",
    ]);
  });
});
