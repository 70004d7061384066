// @module-tag long
import { createServer, type Server } from "node:http";
import { resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { freePort } from "#stand-ins/port.js";
import { type LocalRedis, REDIS_MISSING, redisBinary, startRedis } from "#store/testing/redis.js";
import { type Stack, startStack } from "@/local/stack";
import { APP_CHECKS } from "../../app-checks";
import { pass } from "../../fleet/pass";
import { onLoopback } from "../../on-loopback";
import { type Caller, callerOf } from "../client";

const NODE_OPTIONS = `--require ${resolve(import.meta.dirname, "vercel.cjs")}`;
const BYPASS = "bypass-made-up-for-this-test-012345";
const CHECKS = APP_CHECKS.filter(({ place }) => !["browser", "trace"].includes(place)).map(
  ({ name }) => name,
);
const installed = redisBinary() !== null;
if (!installed) console.warn(REDIS_MISSING);

let redis: LocalRedis;
let protection: Server;
let stack: Stack;
let caller: Caller;

/** Deployment protection: whoever lacks the bypass is sent to a login page. */
const protect = (port: number): Server =>
  createServer((request, response) => {
    if (request.headers["x-vercel-protection-bypass"] === BYPASS) pass(port, request, response);
    else response.writeHead(401, { "content-type": "text/html" }).end("<h1>Log in</h1>");
  });

describe.skipIf(!installed)("a host that stops its instances, behind deployment protection", () => {
  beforeAll(async () => {
    const port = await freePort();
    redis = await startRedis();
    protection = protect(port);
    const env = {
      VERCEL: "1",
      VERCEL_AUTOMATION_BYPASS_SECRET: BYPASS,
      APP_URL: `http://127.0.0.1:${await onLoopback(protection)}`,
      STORE_URL: redis.url,
      NODE_OPTIONS,
    };
    stack = await startStack({ port, env });
    caller = callerOf(stack);
  });
  afterAll(async () => {
    await stack?.stop();
    protection?.close();
    await redis?.remove();
  });

  test("the app reaches itself, and every check passes", async () => {
    const { answer } = await caller.verify({ checks: CHECKS, wait: 300 });
    expect(answer.status, JSON.stringify(answer.checks)).toBe("pass");
  });

  test("without the bypass the verdict says what stood in the way", async () => {
    await stack.restart({ VERCEL_AUTOMATION_BYPASS_SECRET: undefined });
    const { answer } = await caller.verify({ checks: ["sentry"] });
    const [entry] = answer.checks.sentry ?? [];
    expect([entry?.verdict, entry?.cause?.code]).toEqual(["fail", "not_fired"]);
    expect(entry?.cause?.summary).toContain("401");
  });
});
