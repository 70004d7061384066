import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { openOutbox } from "#store/outbox/open.js";
import { type Stack, startStack } from "@/local/stack";
import { CRON, sync, tick } from "../canary";
import { type Caller, callerOf, control } from "../client";
import { answers, beatsAt, hangs, noticesIn, type Receiver, startReceiver, toldTo } from "../receiver";

const CHECKS = ["sentry", "sentry-extra"];
const [SECRET, PING] = ["/hooks/fake-a1b2c3d4e5f6a7b8c9", "/fake-0f1e2d3c4b5a69788796"];
const PATIENCE = { timeout: 180_000, interval: 200 };
const DAY_MS = 24 * 60 * 60_000;
let stack: Stack;
let caller: Caller;
let webhook: Receiver;
let pings: Receiver;
let elsewhere: Receiver;
const log: string[] = [];

beforeAll(async () => {
  [webhook, pings, elsewhere] = await Promise.all([startReceiver(), startReceiver(), startReceiver()]);
  stack = await startStack({
    env: {
      CANARY_CRON: CRON,
      CANARY_CHECKS: CHECKS.join(),
      ALERT_WEBHOOK_URL: `${webhook.url}${SECRET}?key=fake-query-77aa88bb`,
      HEARTBEAT_URL: `${pings.url}${PING}`,
      SENTRY_TRACE_SAMPLE_RATE: "1",
      FIRE_LIMIT_PER_HOUR: "1000",
    },
    log: (source, line) => source === "app" && log.push(line),
  });
  caller = callerOf(stack);
});
beforeEach(() => {
  webhook.received.length = 0;
  pings.received.length = 0;
});
afterAll(async () => {
  await stack?.stop();
  await Promise.all([webhook, pings, elsewhere].map((one) => one?.close()));
});

const notices = () => noticesIn(webhook);
const told = () => toldTo(webhook);
const beats = () => beatsAt(pings, PING);

/** Whether events are refused by Sentry. */
const refuse = (refused: boolean) =>
  control(stack.sentry.url, "ingest", refused ? { mode: "status", status: 403 } : { mode: "normal" });
/** One round, until the heartbeat's address heard how it ended: by then all that must be told is written down. */
async function round(end: "pass" | "/fail"): Promise<void> {
  const heard = beats().filter((one) => one === end).length;
  await tick(stack);
  await expect.poll(() => beats().filter((one) => one === end).length, PATIENCE).toBe(heard + 1);
}
async function page(): Promise<string> {
  const signIn = await fetch(`${stack.url}/api/health/sentry/session`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: stack.url, "sec-fetch-site": "same-origin" },
    body: JSON.stringify({ token: stack.token }),
  });
  const cookie = (signIn.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
  const html = await (await fetch(`${stack.url}/admin/sentry`, { headers: { cookie } })).text();
  expect(html).toContain("This deployment");
  return html.replaceAll("<!-- -->", "");
}

test("while all is well nobody is alerted, and the heartbeat's address hears of begin and end", async () => {
  await round("pass");
  expect(beats()).toEqual(["/start", "pass"]);
  expect(webhook.received).toEqual([]);
});

test("a failure is told once for each check, though rounds overlap and go on failing", async () => {
  await refuse(true);
  await Promise.all([tick(stack), tick(stack)]);
  await expect.poll(() => beats().filter((one) => one === "/fail").length, PATIENCE).toBe(2);
  await round("/fail");
  await expect.poll(told, PATIENCE).toEqual(["problem sentry", "problem sentry-extra"]);
  const [first] = notices();
  expect(first).toMatchObject({
    verdict: "fail",
    stage: "accepted",
    cause: expect.stringMatching(/^\w+$/),
    environment: "demo",
    release: "roundtrip@d3m0",
    link: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/admin\/sentry\/runs\/[0-9a-f]{32}$/),
    told: 1,
  });
  expect(first?.remedy).not.toBe("");
  expect(webhook.received.map(({ method, path }) => `${method} ${path}`)).toEqual(
    Array(2).fill(`POST ${SECRET}?key=fake-query-77aa88bb`),
  );
  expect(beats()).not.toContain("pass");
});

test("it is told again when its time has come, and not before", async () => {
  const outbox = openOutbox(stack.env.STORE_URL ?? "", DAY_MS);
  const key = JSON.stringify(["demo", "sentry"]);
  const kept = await outbox.state(key);
  if (!kept?.state?.remindAt) throw new Error("no reminder is planned");
  expect(kept.state.remindAt - kept.state.last.firedAt).toBeGreaterThan(55 * 60_000);
  // As if the hour were over: for this check, and not for the other.
  expect(await outbox.change(key, kept.version, { ...kept.state, remindAt: Date.now() }, [])).toBe(true);
  await outbox.close();
  await round("/fail");
  await round("/fail");
  await expect.poll(told, PATIENCE).toEqual(["reminder sentry"]);
  expect(notices()[0]?.told).toBe(2);
});

test("the recovery is told once for each check, with since when it had failed", async () => {
  await refuse(false);
  await round("pass");
  await round("pass");
  await expect.poll(told, PATIENCE).toEqual(["recovery sentry", "recovery sentry-extra"]);
  for (const { since, at, verdict, cause } of notices()) {
    expect([verdict, cause]).toEqual(["pass", null]);
    expect(Date.parse(since)).toBeLessThan(Date.parse(at));
  }
});

test("a webhook that refuses, then redirects, is tried again until it takes the alert, and the page says so", {
  tags: ["long"],
}, async () => {
  expect(await page()).not.toContain("not arrive");
  const away = { location: `${elsewhere.url}/taken` };
  // The notices of both checks, one after the other.
  webhook.next.push(answers(500), answers(500), answers(307, away), answers(301, away));
  await refuse(true);
  await round("/fail");
  await expect.poll(page, PATIENCE).toContain("2 alerts do not arrive: the webhook answered 500.");
  await expect.poll(page, PATIENCE).toMatch(/the webhook redirected \(307\), which is not followed/);
  await expect.poll(() => webhook.received.length, PATIENCE).toBe(6);
  expect(elsewhere.received).toEqual([]);
  const [ids, checks] = [notices().map(({ id }) => id), notices().map(({ check }) => check)];
  expect(new Set(ids).size).toBe(2);
  expect(checks.slice(4).sort()).toEqual(CHECKS);
  expect(webhook.received.map(({ headers }) => headers["idempotency-key"])).toEqual(ids);
  await expect.poll(page, PATIENCE).not.toContain("not arrive");
});

test("a webhook that says nothing is given up after ten seconds and tried again", {
  tags: ["long"],
}, async () => {
  webhook.next.push(hangs, hangs);
  await refuse(false);
  await round("pass");
  await expect.poll(page, PATIENCE).toContain("the webhook did not answer in 10 s");
  await expect.poll(() => webhook.received.length, PATIENCE).toBe(4);
  expect(new Set(told())).toEqual(new Set(["recovery sentry", "recovery sentry-extra"]));
  await expect.poll(page, PATIENCE).not.toContain("not arrive");
});

test("no address of webhook or heartbeat stands in the log, on the page or in what Sentry got", {
  tags: ["long"],
}, async () => {
  const { hostname, port } = new URL(webhook.url);
  const sent = JSON.stringify(await control(stack.sentry.url, "envelopes?limit=5000"));
  const html = await page();
  expect(html).toContain(`${hostname}:${port}`);
  expect(log.join("\n")).toContain("the webhook answered 500");
  for (const secret of [
    SECRET,
    PING,
    "fake-query-77aa88bb",
    "fake-a1b2c3d4e5f6a7b8c9",
    "fake-0f1e2d3c4b5a69788796",
  ])
    for (const [where, text] of [
      ["log", log.join("\n")],
      ["page", html],
      ["Sentry", sent],
    ] as const)
      expect(text.includes(secret), `${secret} in ${where}`).toBe(false);
});

test("when the canary stops, so does the heartbeat", { tags: ["long"] }, async () => {
  await stack.restart({ CANARY_CRON: undefined });
  await sync(stack);
  await expect(tick(stack)).rejects.toThrow("the canary did not fire");
  expect((await caller.verify({ checks: CHECKS })).answer.status).toBe("pass");
  expect(beats()).toEqual([]);
  expect(webhook.received).toEqual([]);
});
