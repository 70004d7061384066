import { NextRequest } from "next/server";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { TOKEN_SOURCE } from "#access/testing/tokens.js";
import type * as Capability from "#runs/capability.js";
import { mintRunId } from "#runs/id.js";
import type * as Refused from "./refused-requests.js";

let refusedRequest: typeof Refused.refusedRequest;
let issueCapability: typeof Capability.issueCapability;

beforeEach(async () => {
  for (const [name, value] of Object.entries(TOKEN_SOURCE)) vi.stubEnv(name, value);
  vi.resetModules();
  ({ refusedRequest } = await import("./refused-requests.js"));
  ({ issueCapability } = await import("#runs/capability.js"));
});
afterEach(() => vi.unstubAllEnvs());

async function asked(method: string, path: string, headers: Record<string, string> = {}) {
  const answer = await refusedRequest(new NextRequest(`https://app.example${path}`, { method, headers }));
  return answer && [answer.status, answer.headers.get("allow") ?? answer.headers.get("location")];
}

test.each([
  ["POST", "/admin/sentry", {}, [405, "GET, HEAD"]],
  ["POST", "/admin/sentry/runs/x", { "content-type": "multipart/form-data" }, [405, "GET, HEAD"]],
  ["POST", "/admin/sentry/sign-in", { "next-action": "x" }, [405, "GET, HEAD"]],
  ["PUT", "/admin/sentry/sign-in", {}, [405, "GET, HEAD"]],
  ["DELETE", "/admin/sentry/history", {}, [405, "GET, HEAD"]],
  ["PATCH", "/admin/checks/render", {}, [405, "GET, HEAD"]],
  ["POST", "/admin/checks/action", { "next-action": "x", "x-check-token": "forged.0" }, [405, "GET, HEAD"]],
  ["POST", "/api/health/sentry", { "content-length": "16385" }, [413, null]],
  ["POST", "/api/health/sentry", { "transfer-encoding": "chunked" }, [411, null]],
  ["PUT", "/api/health/sentry", { "content-length": "99999999" }, [413, null]],
  ["POST", "/api/health/sentry-x;y", { "content-type": "multipart/form-data" }, [415, null]],
  ["POST", "/", { "content-type": "multipart/form-data" }, [415, null]],
  ["POST", "/no/such/page", { "next-action": "x" }, [415, null]],
] as const)("%s %s with %j is refused", async (method, path, headers, answer) => {
  expect(await asked(method, path, headers)).toEqual(answer);
});

test.each([
  ["GET", "/admin/sentry", {}],
  ["HEAD", "/admin/sentry/sign-in", {}],
  ["GET", "/api/health/sentry", {}],
  ["POST", "/api/health/sentry", {}],
  ["POST", "/api/health/sentry", { "content-length": "16384" }],
  ["POST", "/", { "content-type": "application/json" }],
  ["GET", "/", { "next-action": "x" }],
] as const)("%s %s with %j goes on", async (method, path, headers) => {
  expect(await asked(method, path, headers)).toBeNull();
});

test("the sign-in form that is sent before its script has run leads back to the page", async () => {
  const form = { "content-type": "application/x-www-form-urlencoded", "content-length": "40" };
  expect(await asked("POST", "/admin/sentry/sign-in?next=/admin/sentry/history", form)).toEqual([
    303,
    "https://app.example/admin/sentry/sign-in?next=/admin/sentry/history",
  ]);
});

test("the server's own visit reaches its action, for the run that it shows", async () => {
  const capability = await issueCapability("raise", mintRunId());
  const visit = { "next-action": "0".repeat(42), "x-check-token": capability, "content-length": "2" };
  expect(await asked("POST", "/admin/checks/action", visit)).toBeNull();
  expect(await asked("POST", "/admin/sentry", visit)).toEqual([405, "GET, HEAD"]);
});
