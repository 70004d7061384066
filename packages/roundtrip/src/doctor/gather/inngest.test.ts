import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { startInngest } from "@roundtrip/stand-ins/inngest";
import { Inngest } from "inngest";
import { serve } from "inngest/node";
import { afterEach, describe, expect, test, vi } from "vitest";
import { examineInngest } from "#doctor/findings/inngest/registration.js";
import { answerChallenge } from "#inngest/api/address.js";
import { examinationDeadline } from "#network/ask.js";
import type { PlannedFunction } from "#verdict/inngest/plan.js";
import { type InngestQuestion, inngestFacts } from "./inngest.js";

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

const planned = (id: string): PlannedFunction => ({ id, triggers: ["event paid"], address: null });

describe("what Inngest is asked", () => {
  const KEY = `signkey-test-${"ab".repeat(32)}`;

  /**
   * A signed stand-in, and an app with the real SDK; `registered` once the app has synced.
   * @param isOurs the app is this deployment, and can prove it
   */
  async function world({ registered = true, isOurs = true } = {}): Promise<InngestQuestion> {
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
    const handler = serve({
      client,
      functions: [fn],
      servePath: "/api/inngest",
      enableUnauthedSync: false,
    });
    const origin = await listening((request, response) => {
      const headers = Object.entries(request.headers).map(([name, value]) => [name, String(value)]);
      const proof = answerChallenge(
        new Request("http://app.invalid", { headers: Object.fromEntries(headers) }),
      );
      if (!isOurs || !proof) return handler(request, response);
      response.writeHead(proof.status, Object.fromEntries(proof.headers)).end();
    });
    if (registered) expect(await server.sync(`${origin}/api/inngest`)).toMatchObject({ ok: true });
    return {
      middleware: "ours",
      proves: true,
      mode: "cloud",
      apiUrl: server.url,
      eventUrl: server.url,
      app: "shop",
      expected: [planned("shop-pay")],
      serveOrigin: undefined,
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

  test.each(["inngest:8288", "127.0.0.1:8288", "ftp://inngest.example", "inngest"])(
    "tells an address that is none: %s",
    async (address) => {
      const question = await world();
      expect(await codes({ ...question, apiUrl: address })).toEqual(["inngest_address_unusable"]);
      expect(await codes({ ...question, eventUrl: address })).toEqual(["inngest_address_unusable"]);
    },
  );

  test("tells functions that were never registered", async () => {
    expect(await codes(await world({ registered: false }))).toEqual(["inngest_functions_unregistered"]);
  });

  test("tells another deployment at the address that Inngest calls", async () => {
    expect(await codes(await world({ isOurs: false }))).toEqual(["inngest_address_other"]);
  });

  test("says nothing of the address where the app's route cannot prove which deployment it is of", async () => {
    expect(await codes({ ...(await world({ isOurs: false })), proves: false })).toEqual(["inngest_ok"]);
  });

  test("tells an app that has moved since it was synced", async () => {
    const question = await world();
    await closing.pop()?.();
    const moved = { ...question, origin: await listening((_request, response) => response.end("{}")) };
    expect(await codes(moved)).toEqual(["inngest_address_silent"]);
  });

  test("tells what starts a function by another plan", async () => {
    const expected = [{ id: "shop-pay", triggers: ["schedule 0 3 * * *"], address: null }];
    const found = examineInngest(await inngestFacts({ ...(await world()), expected }, examinationDeadline()));
    expect(found.map(({ code }) => code)).toEqual(["inngest_plan_differs"]);
    expect(found[0]?.what).toBe("shop-pay: Inngest has event paid, this app has schedule 0 3 * * *.");
  });

  test("tells a dev server that is behind a built app", async () => {
    const server = await startInngest();
    closing.push(() => server.close());
    const question = { ...(await world()), apiUrl: server.url, eventUrl: server.url };
    expect(await codes(question)).toEqual(["inngest_dev_server"]);
  });

  test("tells a function that was added since", async () => {
    const question = await world();
    expect(await codes({ ...question, expected: [planned("shop-pay"), planned("shop-refund")] })).toEqual([
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
    expect(registered?.map(({ id }) => id)).toEqual(["shop-pay"]);
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
