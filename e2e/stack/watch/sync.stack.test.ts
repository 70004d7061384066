import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { roundtrip } from "#cli/testing/shell.js";
import { DoctorAnswerSchema } from "#doctor/finding.js";
import { type Stack, startStack } from "@/local/stack";
import { CRON, functionId } from "../canary";
import { callerOf, control } from "../client";

let stack: Stack;
beforeAll(async () => {
  stack = await startStack();
});
afterAll(() => stack?.stop());

const sync = (token = stack.token) => roundtrip(["sync", "--url", stack.url], { ADMIN_TOKEN: token });
const registered = async () =>
  (await control<{ functions: string[] }>(stack.inngest.url, "stats")).functions.sort();
async function found(): Promise<string[]> {
  const answer = await (await callerOf(stack).get("/api/health/sentry/doctor")).json();
  return DoctorAnswerSchema.parse(answer)
    .findings.map(({ code }) => code)
    .filter((code) => code.startsWith("inngest_"));
}

test("a canary that is switched on later is named by the doctor, and synced by the command", {
  tags: ["long"],
}, async () => {
  await stack.restart({ CANARY_CRON: CRON });
  expect(await registered()).not.toContain(functionId(stack, "canary"));
  expect(await found()).toEqual(["inngest_canary_unregistered"]);
  const { code, stdout, stderr } = await sync();
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toContain(functionId(stack, "canary"));
  expect(stdout).toContain(`localhost:${new URL(stack.url).port}/api/inngest`);
  expect(await registered()).toContain(functionId(stack, "canary"));
  expect(await found()).toEqual(["inngest_ok"]);
});

test("syncing again changes nothing, and says so", async () => {
  const { code, stdout } = await sync();
  expect(code).toBe(0);
  expect(stdout).toContain("as before");
});

test("nobody makes the app register without its token, or by an unsigned request of its route", async () => {
  for (const init of [{ method: "POST" }, { method: "POST", headers: { authorization: "Bearer wrong" } }])
    expect((await fetch(`${stack.url}/api/health/sentry/sync`, init)).status).toBe(401);
  expect((await callerOf(stack).get("/api/health/sentry/sync")).status).toBe(405);
  expect((await fetch(`${stack.url}/api/inngest`, { method: "PUT" })).status).toBe(401);
  const { code, stderr } = await sync("another-token-that-is-long-enough-to-be-one");
  expect(code).toBe(2);
  expect(stderr).toContain("ADMIN_TOKEN");
});

test("who is not of the deployment gets no proof of it", async () => {
  for (const challenge of ["", "x", `${"0".repeat(32)}.${"0".repeat(64)}`]) {
    const headers = { "x-roundtrip-challenge": challenge };
    const answer = await fetch(`${stack.url}/api/inngest`, { headers });
    expect([answer.status, answer.headers.get("x-roundtrip-proof")]).toEqual([401, null]);
  }
});

test("an app that is told to registers by itself when it starts", async () => {
  const hasCanary = async () => (await registered()).includes(functionId(stack, "canary"));
  const before = await hasCanary();
  await stack.restart({ CANARY_CRON: before ? undefined : CRON, INNGEST_SYNC_ON_START: "true" });
  await expect.poll(hasCanary, { timeout: 60_000 }).toBe(!before);
  expect(await found()).toEqual(["inngest_ok"]);
});

test("an Inngest that refuses the key, and one that is not there, are named with the line to change", async () => {
  const another = `signkey-test-${randomBytes(32).toString("hex")}`;
  await stack.restart({ INNGEST_SIGNING_KEY: another, INNGEST_SYNC_ON_START: undefined });
  const refused = await sync();
  expect(refused).toMatchObject({ code: 2, stdout: "" });
  expect(refused.stderr).toMatch(/refused the registration .*INNGEST_SIGNING_KEY=<signkey-prod-/);
  await stack.processes.find(({ name }) => name === "the local Inngest")?.stop();
  expect((await sync()).stderr).toMatch(/could not be reached .*INNGEST_BASE_URL/);
});
