import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Submission } from "#verdict/evidence/submissions.js";

const RUN = "01a2071388e076938897a782d26598ce";
const base = { id: "a", role: "main", at: 1, process: "p", runtime: "browser" as const };
const blocked: Submission = { ...base, kind: "not_sent", code: "TypeError", tunnel: false };
const accepted: Submission = { ...base, kind: "accepted", status: 200, project: "7", host: "ingest.example" };

const closing: (() => unknown)[] = [];
beforeEach(() => vi.stubEnv("STORE_URL", "file::memory:"));
afterEach(() => {
  vi.unstubAllEnvs();
  for (const close of closing.splice(0)) close();
});

/** A server that answers everything with this status; gives its port, and what it was asked. */
async function answering(status: number) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    response.writeHead(status).end();
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const close = () => {
    server.closeAllConnections();
    return new Promise((done) => server.close(done));
  };
  closing.push(close);
  return { port: (server.address() as AddressInfo).port, asked, close };
}

async function probed(dsn: string | undefined, submissions: Submission[]) {
  vi.resetModules();
  if (dsn) vi.stubEnv("SENTRY_DSN", dsn);
  const { probeIngest } = await import("./ingest-probe.js");
  return (await probeIngest(RUN, submissions)).map((one) => ("code" in one ? one.code : one.kind));
}

describe("the server's own way to ingest", () => {
  test.each([200, 404, 405, 500])("is open where anything answers, be it %d", async (status) => {
    const { port, asked } = await answering(status);
    expect(await probed(`http://abc@127.0.0.1:${port}/1`, [accepted, blocked])).toEqual([null]);
    expect(asked).toEqual(["GET /"]);
  });

  test("is closed, with the network's code, where nobody does", async () => {
    const { port, close } = await answering(200);
    await close();
    expect(await probed(`http://abc@127.0.0.1:${port}/1`, [blocked])).toEqual(["ECONNREFUSED"]);
  });

  test("is asked once more where its answer is late, and then believed", async () => {
    const fetched = vi.fn(async () => new Response(null, { status: 404 }));
    fetched.mockImplementationOnce(async () => Promise.reject(new DOMException("too late", "TimeoutError")));
    vi.stubGlobal("fetch", fetched);
    expect(await probed("http://abc@127.0.0.1:1/1", [blocked])).toEqual([null]);
    vi.unstubAllGlobals();
    expect(fetched).toHaveBeenCalledTimes(2);
  });

  test("is not tried unless a browser could not send", async () => {
    const { port, asked } = await answering(200);
    const dsn = `http://abc@127.0.0.1:${port}/1`;
    expect(await probed(dsn, [accepted])).toEqual([]);
    expect(await probed(dsn, [{ ...blocked, runtime: "edge" }])).toEqual([]);
    expect(asked).toEqual([]);
  });

  test.each([[undefined], ["nonsense"], ["http://abc@ingest.example/1"]])(
    "is not tried for the DSN %j: what may not be asked is not known",
    async (dsn) => {
      expect(await probed(dsn, [blocked])).toEqual([]);
    },
  );
});
