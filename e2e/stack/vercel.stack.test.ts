// @module-tag long
import { createServer, type Server, request as send } from "node:http";
import type { AddressInfo } from "node:net";
import { resolve } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CATALOGUE } from "@/checks/catalogue";
import { freePort } from "@/local/port";
import { type Stack, startStack } from "@/local/stack";
import { type LocalRedis, REDIS_MISSING, redisBinary, startRedis } from "@/server/store/testing-redis";
import { type Caller, callerOf } from "./client";

const NODE_OPTIONS = `--require ${resolve(import.meta.dirname, "vercel.cjs")}`;
const BYPASS = "bypass-made-up-for-this-test-012345";
const CHECKS = CATALOGUE.filter(({ place }) => !["browser", "trace"].includes(place)).map(({ name }) => name);
const installed = redisBinary() !== null;
if (!installed) console.warn(REDIS_MISSING);

let redis: LocalRedis;
let protection: Server;
let gate: Gate;
let stack: Stack;
let caller: Caller;
const said: string[] = [];

/** Deployment protection: whoever lacks the bypass is sent to a login page. */
function protect(port: number): Promise<Server> {
  const server = createServer((request, response) => {
    if (request.headers["x-vercel-protection-bypass"] !== BYPASS) {
      response.writeHead(401, { "content-type": "text/html" }).end("<h1>Log in</h1>");
      return;
    }
    const { method, url: path, headers } = request;
    const onwards = send({ host: "127.0.0.1", port, method, path, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onwards.on("error", () => response.destroy());
    request.pipe(onwards);
  });
  return new Promise((ready) => server.listen(0, "127.0.0.1", () => ready(server)));
}

const portOf = (server: Server) => (server.address() as AddressInfo).port;

/** Stands before Sentry's ingest, and keeps what arrives until it is opened. */
class Gate {
  readonly #waiting: { body: Buffer; onwards: () => void }[] = [];
  readonly server: Server;

  constructor(to: () => string) {
    this.server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        const body = Buffer.concat(chunks);
        const { url: path, headers } = request;
        const onwards = () => {
          const sent = send(new URL(path ?? "/", to()), { method: "POST", headers }, (answer) => {
            response.writeHead(answer.statusCode ?? 502, answer.headers);
            answer.pipe(response);
          });
          sent.on("error", () => response.destroy());
          sent.end(body);
        };
        this.#waiting.push({ body, onwards });
      });
    });
  }

  holds(text: string): boolean {
    return this.#waiting.some(({ body }) => unpacked(body).includes(text));
  }

  open(): void {
    for (const { onwards } of this.#waiting.splice(0)) onwards();
  }
}

const unpacked = (body: Buffer) => (body[0] === 0x1f ? gunzipSync(body) : body).toString("utf8");

describe.skipIf(!installed)("a host that stops its instances, behind deployment protection", () => {
  beforeAll(async () => {
    const port = await freePort();
    redis = await startRedis();
    protection = await protect(port);
    gate = new Gate(() => stack.sentry.url);
    await new Promise<void>((ready) => gate.server.listen(0, "127.0.0.1", ready));
    const env = {
      VERCEL: "1",
      VERCEL_AUTOMATION_BYPASS_SECRET: BYPASS,
      APP_URL: `http://127.0.0.1:${portOf(protection)}`,
      STORE_URL: redis.url,
      NODE_OPTIONS,
    };
    stack = await startStack({
      port,
      env,
      log: (source, line) => void (source === "app" && said.push(line)),
    });
    caller = callerOf(stack);
  });
  afterAll(async () => {
    await stack?.stop();
    for (const server of [protection, gate?.server]) server?.close();
    await redis?.remove();
  });

  test("the app reaches itself, and every check passes", async () => {
    const { answer } = await caller.verify({ checks: CHECKS, wait: 300 });
    expect(answer.status, JSON.stringify(answer.checks)).toBe("pass");
  });

  test.each(["sentry-extra", "sentry"])(
    "%s: the instance is held until the event has left",
    async (check) => {
      const dsn = new URL(stack.sentry.dsn);
      dsn.host = `127.0.0.1:${portOf(gate.server)}`;
      // With an event key the instance is held as well, for Inngest to be told of the run.
      await stack.restart({ SENTRY_DSN: dsn.href, INNGEST_EVENT_KEY: undefined });
      said.length = 0;
      const id = await caller.fire(check);
      await expect.poll(() => gate.holds(id), { timeout: 120_000 }).toBe(true);
      // Whatever else the instance was held for has had its time by now.
      for (let i = 0; i < 20; i += 1) await (await caller.get("/api/health/live")).text();
      said.push("the event leaves");
      gate.open();
      await expect.poll(() => said.join("\n"), { timeout: 120_000 }).toContain("stopped");
      expect(said.indexOf("stopped")).toBeGreaterThan(said.indexOf("the event leaves"));
      const run = await caller.run(id);
      expect(run.verdict, JSON.stringify(run.cause)).toBe("pass");
    },
  );

  test("without the bypass the verdict says what stood in the way", async () => {
    await stack.restart({ VERCEL_AUTOMATION_BYPASS_SECRET: undefined, SENTRY_DSN: stack.sentry.dsn });
    const { answer } = await caller.verify({ checks: ["sentry"] });
    const [entry] = answer.checks.sentry ?? [];
    expect([entry?.verdict, entry?.cause?.code]).toEqual(["fail", "not_fired"]);
    expect(entry?.cause?.summary).toContain("401");
  });
});
