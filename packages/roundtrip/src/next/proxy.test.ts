import { type NextFetchEvent, NextRequest, NextResponse } from "next/server";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { isRoundtrips } from "#access/limits/refused-requests.js";
import { readMinted } from "#runs/minted.js";
import { withRoundtripProxy } from "./proxy.js";

test.each([
  ["/api/health/sentry", true],
  ["/api/health/sentry-inngest", true],
  ["/admin/sentry/sign-in", true],
  ["/admin/sentry/history", true],
  ["/admin/checks/proxy", true],
  ["/admin", false],
  ["/admin/login", false],
  ["/admin/users", false],
  ["/admin/sentryx", false],
  ["/api/health/sentry/doctor/edge", true],
  ["/api/health/sentry/doctor", false],
  ["/api/health/sentry/doctor/edge/x", false],
  ["/api/health/sentry/runs/1", false],
  ["/api/health/live", false],
  ["/", false],
])("%s is Roundtrip's to answer: %s", (pathname, ours) => {
  expect(isRoundtrips({ pathname })).toBe(ours);
});

describe("where pages are mounted elsewhere, and below a base path", () => {
  beforeEach(() => {
    const addresses = { api: "/api/health", pages: "/ops", raises: "/ops/raises", basePath: "/shop" };
    vi.stubEnv("ROUNDTRIP_ADDRESSES", JSON.stringify({ ...addresses, trailingSlash: false }));
  });
  afterEach(() => void vi.unstubAllEnvs());

  test.each([
    ["/ops/sign-in", true],
    ["/ops/sign-in/", true],
    ["/ops/raises/action", true],
    ["/api/health/sentry", true],
    ["/admin/sentry", false],
    ["/admin/sentry/users", false],
    ["/admin/checks/proxy", false],
    ["/opsx", false],
    // Next.js has taken the base path away: what begins with it once more is a page of the app's.
    ["/shop/ops/sign-in", false],
    ["/shop/api/health/sentry", false],
  ])("%s is Roundtrip's to answer: %s", async (pathname, ours) => {
    expect(isRoundtrips({ pathname })).toBe(ours);
    const yours = vi.fn(() => new NextResponse(null, { status: 401 }));
    const answer = await withRoundtripProxy(yours)(request(pathname), event);
    expect([yours.mock.calls.length, answer.status === 401]).toEqual(ours ? [0, false] : [1, true]);
  });

  test("a page that raises is told from one that people read, though its mount point is below", async () => {
    const answer = await withRoundtripProxy()(request("/ops/raises/proxy"), event);
    expect([answer.status, answer.headers.get("x-check-refused")]).toEqual([404, "capability"]);
  });
});

const event = {} as NextFetchEvent;
const request = (path: string, init: { method?: string; headers?: Record<string, string> } = {}) =>
  new NextRequest(`https://app.example${path}`, init);

test("an app's own proxy gets every address but Roundtrip's, with its event, and answers what it likes", async () => {
  const yours = vi.fn((asked: NextRequest, _event: NextFetchEvent) =>
    asked.nextUrl.pathname === "/shop" ? NextResponse.redirect("https://app.example/basket") : undefined,
  );
  const proxy = withRoundtripProxy(yours);
  const shop = request("/shop", { method: "POST", headers: { "next-action": "theirs" } });
  expect((await proxy(shop, event)).headers.get("location")).toBe("https://app.example/basket");
  expect(yours).toHaveBeenCalledWith(shop, event);
  expect((await proxy(request("/"), event)).headers.get("x-middleware-next")).toBe("1");
  await proxy(request("/admin/sentry"), event);
  await proxy(request("/api/health/sentry"), event);
  expect(yours).toHaveBeenCalledTimes(2);
});

test.each(["verify", "runs/01a2071388e076938897a782d26598ce", "session", "status", "doctor", "sync"])(
  "an app's own proxy, which may redirect every address to a language, is not asked about the API's %s",
  async (path) => {
    const yours = vi.fn(() => NextResponse.redirect("https://app.example/en"));
    const proxy = withRoundtripProxy(yours);
    for (const method of ["GET", "POST"]) {
      const { headers } = await proxy(request(`/api/health/sentry/${path}`, { method }), event);
      expect([headers.get("x-middleware-next"), headers.get("location")]).toEqual(["1", null]);
    }
    expect(yours).not.toHaveBeenCalled();
    await proxy(request("/api/health"), event);
    await proxy(request("/api/health/db"), event);
    expect(yours).toHaveBeenCalledTimes(2);
  },
);

test("what a check of the app's own raises is taken by its name, and refused where that is none", () => {
  const raise = () => undefined;
  expect(withRoundtripProxy(undefined, { checks: { "sentry-locale": raise } })).toBeTypeOf("function");
  for (const checks of [{ "sentry-Locale": raise }, JSON.parse('{"sentry-locale": 1}')])
    expect(() => withRoundtripProxy(undefined, { checks })).toThrow(
      /^roundtrip: withRoundtripProxy: checks: "sentry-.ocale" must be the name of a check/,
    );
});

test("an address of a check of the app's own is nothing to a stranger, and a page where no check is named so", async () => {
  const proxy = withRoundtripProxy(undefined, {
    checks: { "sentry-locale": () => Promise.reject(new Error("x")) },
  });
  const ask = (name: string) => proxy(new NextRequest(`http://shop.example/admin/checks/${name}`), event);
  const answer = await ask("sentry-locale");
  expect([answer.status, answer.headers.get("x-check-refused")]).toEqual([404, "capability"]);
  expect((await ask("sentry-other")).headers.get("x-middleware-next")).toBe("1");
});

test("what an app's own proxy throws is answered 500, after it was reported", async () => {
  const proxy = withRoundtripProxy(() => {
    throw new Error("theirs");
  });
  expect((await proxy(request("/"), event)).status).toBe(500);
});

test("a check's answer names the run that its handler is handed, signed; a caller's id reaches neither", async () => {
  const chosen = "01a2071388e076938897a782d26598ce";
  const sent = { "x-check-run": chosen, "x-check-run-token": `${chosen}.${"0".repeat(64)}` };
  const answer = await withRoundtripProxy()(request("/api/health/sentry", { headers: sent }), event);
  const handed = new Headers(
    (answer.headers.get("x-middleware-override-headers") ?? "")
      .split(",")
      .map((name) => [name, answer.headers.get(`x-middleware-request-${name}`) ?? ""]),
  );
  const run = answer.headers.get("x-check-run");
  expect(run).not.toBe(chosen);
  expect(readMinted(handed)).toBe(run);
  expect(handed.has("x-check-run")).toBe(false);
});
