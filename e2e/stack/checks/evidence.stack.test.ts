import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { MintedAnswerSchema } from "#verdict/answer.js";
import { type Stack, startStack } from "@/local/stack";
import { type Caller, callerOf } from "../client";

let stack: Stack;
let caller: Caller;

beforeAll(async () => {
  stack = await startStack({ env: { FIRE_LIMIT_PER_MINUTE: "5000", FIRE_LIMIT_PER_HOUR: "50000" } });
  caller = callerOf(stack);
});
afterAll(() => stack?.stop());

const json = (body: unknown): RequestInit => ({
  method: "POST",
  headers: { "content-type": "application/json" },
  body: typeof body === "string" ? body : JSON.stringify(body),
});
const problemOf = async (response: Response) => {
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  return ((await response.json()) as { detail: string }).detail;
};

describe("minting a run for a browser", () => {
  const mint = (body: unknown, init: RequestInit = {}) =>
    caller.get("/api/health/sentry/runs", { ...json(body), ...init });

  test("a check that does not exist answers 404", async () => {
    const response = await mint({ check: "nope" });
    expect(response.status).toBe(404);
    expect(await problemOf(response)).toContain("nope");
  });

  test("a check that is fired at its own address answers 400, and names it", async () => {
    const response = await mint({ check: "sentry" });
    expect(response.status).toBe(400);
    expect(await problemOf(response)).toContain("/api/health/sentry");
  });

  test("of the browser's check answers 201: its parts, its page, and what admits its word", async () => {
    const response = await mint({ check: "sentry-browser" });
    expect(response.status).toBe(201);
    const minted = MintedAnswerSchema.parse(await response.json());
    expect(minted.parts.map((one) => one.role)).toEqual(["main", "rejection", "boundary"]);
    expect(minted.parts[0]?.eventId).toBe(minted.run);
    expect(minted.page).toBe(`/admin/checks/browser/${minted.run}`);
    expect(response.headers.get("x-check-run")).toBe(minted.run);
  });

  test.each([[{}], [{ check: 1 }], [{ check: "sentry", more: 1 }], ["{"]])("%j answers 400", async (body) => {
    expect((await mint(body)).status).toBe(400);
  });

  test("nobody mints without credentials, nor by GET", async () => {
    const stranger = await fetch(`${stack.url}/api/health/sentry/runs`, json({ check: "sentry" }));
    expect(stranger.status).toBe(401);
    expect((await caller.get("/api/health/sentry/runs")).status).toBe(400);
  });
});

describe("the page that raises in a browser", () => {
  const load = (path: string, headers: Record<string, string> = {}) =>
    fetch(`${stack.url}${path}`, { headers, redirect: "manual" });
  const minted = async () =>
    MintedAnswerSchema.parse(
      await (await caller.get("/api/health/sentry/runs", json({ check: "sentry-browser" }))).json(),
    );

  test("is there once, for the run's own capability alone", async () => {
    const [one, other] = [await minted(), await minted()];
    for (const headers of [
      {},
      { authorization: `Bearer ${stack.token}` },
      { "x-check-token": other.capability },
      { "x-check-token": `${one.run}.${"a".repeat(64)}` },
    ])
      expect((await load(one.page, headers)).status).toBe(404);
    const first = await load(one.page, { "x-check-token": one.capability });
    expect(first.status).toBe(200);
    expect(first.headers.get("x-frame-options")).toBe("SAMEORIGIN");
    expect(first.headers.get("content-security-policy")).toContain("frame-ancestors 'self'");
    expect((await load(one.page, { "x-check-token": one.capability })).status).toBe(404);
  });

  test("is not there for a run of another check, nor for none", async () => {
    const run = await caller.fire("sentry");
    for (const id of [run, "0".repeat(32), "nope"])
      expect((await load(`/admin/checks/browser/${id}`, { "x-check-token": id })).status).toBe(404);
  });

  test("opened by what is no browser raises nothing, and the run stays open", async () => {
    const { run, page, capability } = await minted();
    await (await load(page, { "x-check-token": capability })).text();
    expect((await caller.run(run, 0)).verdict).toBe("pending");
  });

  test("that could not be opened fails the run at once", async () => {
    const { run, href, capability } = await minted();
    const submission = {
      id: "a",
      at: 1,
      process: "p",
      runtime: "browser",
      kind: "not_reached",
      status: 502,
      code: "",
    };
    const init = json([submission]);
    const headers = { ...(init.headers as object), "x-check-token": capability };
    expect((await fetch(`${stack.url}${href}/evidence`, { ...init, headers })).status).toBe(204);
    expect((await caller.run(run)).cause).toMatchObject({
      code: "browser_page_unreachable",
      summary: expect.stringContaining("502"),
    });
  });
});

describe("the browser check's own address", () => {
  test.each(["GET", "POST"])(
    "answers %s with a problem that says who can fire it, and names no run",
    async (method) => {
      const response = await caller.get("/api/health/sentry-browser", method === "POST" ? json({}) : {});
      expect(response.status).toBe(400);
      expect(response.headers.has("x-check-run")).toBe(false);
      const detail = await problemOf(response);
      expect(detail).toContain("Roundtrip's own page");
      expect(detail).toContain("npm run verify -- --url URL --checks sentry-browser");
    },
  );

  test("is closed to strangers", async () => {
    expect((await fetch(`${stack.url}/api/health/sentry-browser`)).status).toBe(401);
  });

  test("verify says that it is not proven, and that a browser is needed", async () => {
    const { status, answer } = await caller.verify({ checks: ["sentry-browser"], wait: 0 });
    expect(status).toBe(503);
    expect(answer.checks["sentry-browser"]?.[0]).toMatchObject({
      verdict: "unknown",
      run: null,
      cause: { code: "needs_browser" },
    });
  });
});

describe("evidence from outside", () => {
  const submission = {
    id: "a",
    at: Date.now(),
    process: "p",
    runtime: "browser",
    kind: "accepted",
    status: 200,
  };
  const send = (run: string, token: string | null, body: unknown = [submission]) => {
    const init = json(body);
    const headers = new Headers(init.headers);
    if (token !== null) headers.set("x-check-token", token);
    return fetch(`${stack.url}/api/health/sentry/runs/${run}/evidence`, { ...init, headers });
  };

  test("is taken from nobody without the run's own capability, not even with the admin's token", async () => {
    const run = await caller.fire("sentry");
    const other = await caller.fire("sentry");
    for (const token of [null, "", stack.token, `${run}.${"a".repeat(64)}`, `${other}.${"a".repeat(64)}`])
      expect((await send(run, token)).status).toBe(401);
    const answer = await caller.get(`/api/health/sentry/runs/${run}/evidence`, json([submission]));
    expect(answer.status).toBe(401);
  });

  test("about a malformed id answers 400", async () => {
    expect((await send("nope", null)).status).toBe(400);
    expect((await send("0".repeat(32), null)).status).toBe(400);
  });
});
