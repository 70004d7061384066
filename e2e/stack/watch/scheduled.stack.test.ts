import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { HealthAnswerSchema } from "#verdict/answer.js";
import { type Stack, startStack } from "@/local/stack";
import { answered } from "../../answered";
import { storedRuns } from "../canary";
import { type Caller, callerOf, control } from "../client";
import { beatsAt, type Receiver, startReceiver, toldTo } from "../receiver";

const CHECKS = ["sentry", "sentry-extra"];
const SECRET = "fake-cron-secret-Zt4Wm8Qe1Rk6Yp9X";
const ADDRESS = "/api/health/sentry/verify";
const PATIENCE = { timeout: 180_000, interval: 200 };
let stack: Stack;
let caller: Caller;
let webhook: Receiver;
let pings: Receiver;

beforeAll(async () => {
  [webhook, pings] = await Promise.all([startReceiver(), startReceiver()]);
  stack = await startStack({
    env: {
      CRON_SECRET: SECRET,
      CANARY_CHECKS: CHECKS.join(),
      ALERT_WEBHOOK_URL: `${webhook.url}/hook`,
      HEARTBEAT_URL: `${pings.url}/ping`,
      FIRE_LIMIT_PER_MINUTE: "1000",
      FIRE_LIMIT_PER_HOUR: "1000",
    },
  });
  caller = callerOf(stack);
});
beforeEach(() => {
  webhook.received.length = 0;
  pings.received.length = 0;
});
afterAll(async () => {
  await stack?.stop();
  await Promise.all([webhook, pings].map((one) => one?.close()));
});

const ask = (headers: Record<string, string>, method = "GET", query = "") =>
  fetch(`${stack.url}${ADDRESS}${query}`, { method, headers });
const bearing = (secret: string) => ({ authorization: `Bearer ${secret}` });
/** As Vercel calls: by GET, with the secret, and nothing else. */
async function call(headers: Record<string, string> = bearing(SECRET)) {
  const response = await ask(headers);
  const answer = await answered(response, HealthAnswerSchema, "verify");
  return { response, answer, verdicts: CHECKS.map((name) => answer.checks[name]?.[0]?.verdict) };
}
const told = () => toldTo(webhook);
const beats = () => beatsAt(pings, "/ping");
const refuse = (refused: boolean) =>
  control(stack.sentry.url, "ingest", refused ? { mode: "status", status: 403 } : { mode: "normal" });
const countOfRuns = async () => Object.values(await storedRuns(stack)).flat().length;

test("nobody but a scheduler is answered, and nothing is fired for them", async () => {
  const cookie = await caller.signIn();
  const from = { origin: stack.url, "sec-fetch-site": "same-origin" };
  const rows: [title: string, status: number, response: Promise<Response>][] = [
    ["no secret", 401, ask({})],
    ["a wrong secret", 401, ask(bearing(`${SECRET}x`))],
    ["half a secret", 401, ask(bearing(SECRET.slice(0, 16)))],
    ["the secret in the query", 401, ask({}, "GET", `?secret=${SECRET}&CRON_SECRET=${SECRET}`)],
    ["a session", 401, ask({ cookie, ...from })],
    ["a session beside a wrong secret", 401, ask({ cookie, ...from, ...bearing("nope") })],
    ["HEAD", 405, ask(bearing(SECRET), "HEAD")],
    ["the secret by POST", 401, ask(bearing(SECRET), "POST")],
  ];
  for (const [title, status, response] of rows) {
    const { status: got, headers } = await response;
    expect([title, got, headers.get("cache-control")]).toEqual([title, status, "no-store"]);
  }
  const posted = await fetch(`${stack.url}${ADDRESS}`, {
    method: "POST",
    headers: { cookie, ...from, "content-type": "application/json" },
    body: JSON.stringify({ canary: true }),
  });
  expect(posted.status).toBe(403);
  expect([await countOfRuns(), beats(), told()]).toEqual([0, [], []]);
});

test("a canary's checks are the app's to name", async () => {
  const { status } = await caller.get(ADDRESS, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ canary: true, checks: ["sentry"] }),
  });
  expect(status).toBe(400);
});

test("a call is a round of the canary: it passes, and the heartbeat's address hears of begin and end", async () => {
  const { response, answer, verdicts } = await call();
  expect([response.status, response.headers.get("cache-control")]).toEqual([200, "no-store"]);
  expect(verdicts).toEqual(["pass", "pass"]);
  for (const name of CHECKS) {
    const run = await caller.run(answer.checks[name]?.[0]?.run ?? "");
    expect([run.verdict, run.stages[0]?.detail]).toEqual(["pass", "by the canary"]);
  }
  await expect.poll(beats, PATIENCE).toEqual(["/start", "pass"]);
  expect(told()).toEqual([]);
  const status = await answered(await caller.get("/api/health/sentry/status"), HealthAnswerSchema, "status");
  expect(status.checks.sentry?.[0]?.run).toBe(answer.checks.sentry?.[0]?.run);
});

test("a failure is told once for each check, though schedulers call at once and go on", async () => {
  await refuse(true);
  const calls = [call(), call(bearing(stack.token))];
  for (const { response, verdicts } of await Promise.all(calls))
    expect([response.status, verdicts]).toEqual([503, ["fail", "fail"]]);
  await call();
  await expect.poll(told, PATIENCE).toEqual(["problem sentry", "problem sentry-extra"]);
  expect(beats()).toContain("/fail");
  expect(beats()).not.toContain("pass");
});

test("the recovery is told once for each check", async () => {
  await refuse(false);
  expect((await call()).verdicts).toEqual(["pass", "pass"]);
  await call();
  await expect.poll(told, PATIENCE).toEqual(["recovery sentry", "recovery sentry-extra"]);
  expect(beats().at(-1)).toBe("pass");
});

test("what is not decided in time is no pass, and status ends it after the process was killed", {
  tags: ["long"],
}, async () => {
  await control(stack.sentry.url, "delay", { ms: 8_000 });
  const { status, answer } = await caller.verify({ canary: true, wait: 5 });
  expect([status, CHECKS.map((name) => answer.checks[name]?.[0]?.verdict)]).toEqual([
    503,
    ["pending", "pending"],
  ]);
  expect(answer.checks.sentry?.[0]?.output).toMatch(/no pass/);
  expect(beats()).toEqual(["/start"]);
  // What a killed process has not sent is lost, and known as lost after an hour.
  const runs = CHECKS.map((name) => answer.checks[name]?.[0]?.run);
  const sent = async () => Object.values(await storedRuns(stack)).flat();
  await expect.poll(sent, PATIENCE).toEqual(expect.arrayContaining(runs));
  await stack.restart({}, "SIGKILL");
  const heard = async () => {
    await (await fetch(`${stack.url}/api/health/sentry/status`)).text();
    return beats();
  };
  await expect.poll(heard, PATIENCE).toEqual(["/start", "pass"]);
  await control(stack.sentry.url, "delay", { ms: 0 });
});

test("its calls count as firings: over the limit nothing is fired", async () => {
  await stack.restart({ FIRE_LIMIT_PER_HOUR: "1" });
  const before = await countOfRuns();
  const refused = await ask(bearing(SECRET));
  expect([refused.status, Number(refused.headers.get("retry-after")) > 0]).toEqual([429, true]);
  expect([await countOfRuns(), beats()]).toEqual([before, []]);
});

test("without CRON_SECRET its bearer is nobody's, and ADMIN_TOKEN calls all the same", {
  tags: ["long"],
}, async () => {
  await stack.restart({ FIRE_LIMIT_PER_HOUR: "1000", CRON_SECRET: undefined });
  for (const secret of [SECRET, "undefined", ""]) expect((await ask(bearing(secret))).status).toBe(401);
  expect((await call(bearing(stack.token))).verdicts).toEqual(["pass", "pass"]);
});
