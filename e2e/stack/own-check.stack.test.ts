import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { roundtrip } from "#cli/testing/shell.js";
import { NoticeSchema } from "#verdict/alerts/notice.js";
import { type Stack, startStack } from "@/local/stack";
import { CRON, tick } from "./canary";
import { type Caller, callerOf, control } from "./client";
import { type Receiver, startReceiver } from "./receiver";

/** The check that this app has defined itself, in app/shop. */
const NAME = "sentry-order";
const TITLE = "Order route of a shop";

let stack: Stack;
let caller: Caller;
let webhook: Receiver;
let session: string;

beforeAll(async () => {
  webhook = await startReceiver();
  const env = {
    CANARY_CRON: CRON,
    CANARY_CHECKS: `sentry,${NAME}`,
    ALERT_WEBHOOK_URL: webhook.url,
    FIRE_LIMIT_PER_MINUTE: "5000",
    FIRE_LIMIT_PER_HOUR: "50000",
  };
  stack = await startStack({ env });
  caller = callerOf(stack);
  session = await caller.signIn();
});
beforeEach(() => control(stack.sentry.url, "reset", {}, "POST"));
afterAll(async () => {
  await stack?.stop();
  await webhook?.close();
});

const page = async (path: string) =>
  (await fetch(`${stack.url}/admin/sentry${path}`, { headers: { cookie: session } })).text();
const verify = (...argv: string[]) =>
  roundtrip(["verify", "--url", stack.url, ...argv], { ADMIN_TOKEN: stack.token });

test("the API fires it, and what the app said of it is compared", async () => {
  const run = await caller.run(await caller.fire(NAME));
  expect(run.verdict, JSON.stringify([run.cause, run.expectations])).toBe("pass");
  expect(run.expectations.filter((one) => !one.ok)).toEqual([]);
  const said = Object.fromEntries(run.expectations.map(({ name, actual }) => [name, actual]));
  expect(said).toMatchObject({
    type: "PaymentDeclined",
    cause: "BankError",
    "data shop.order": '{"number":7,"total":4200}',
    source: expect.stringContaining("app/shop/payment.ts:"),
  });
  const { status, answer } = await caller.verify({ checks: ["sentry", NAME] });
  expect([status, answer.checks[NAME]?.[0]?.verdict]).toEqual([200, "pass"]);
  const known = await caller.get("/api/health/sentry/status");
  expect(await known.json()).toMatchObject({ checks: { [NAME]: [{ verdict: "pass" }] } });
});

test("the command fires it by name, and a name that is none brings the server's list", async () => {
  const { code, stdout } = await verify("--checks", `${NAME},sentry`);
  expect(stdout).toMatch(/^sentry-order +pass/m);
  expect(code).toBe(0);
  const wrong = await verify("--checks", "sentry-ordr");
  expect(wrong.code).toBe(2);
  expect(wrong.stderr).toMatch(/no check of this name: sentry-ordr; this app has sentry, .*, sentry-order/);
});

test("the pages show it by its title, with what it raises and what must be stored", async () => {
  const run = await caller.fire(NAME);
  await caller.run(run);
  expect(await page("")).toContain(TITLE);
  const shown = await page(`/runs/${run}`);
  for (const text of [TITLE, "A PaymentDeclined in the order route", "with its cause, BankError"])
    expect(shown).toContain(text);
  const history = await page(`/history?check=${NAME}`);
  expect(history).toContain(TITLE);
  expect(history).not.toContain("there is no such check");
});

test("the canary fires it, and an alert says its title", async () => {
  await control(stack.sentry.url, "ingest", { mode: "status", status: 403 });
  await tick(stack);
  const told = () => webhook.received.map(({ body }) => NoticeSchema.parse(JSON.parse(body)));
  await expect
    .poll(
      () =>
        told()
          .map(({ check }) => check)
          .sort(),
      { timeout: 60_000 },
    )
    .toContain(NAME);
  expect(told().find(({ check }) => check === NAME)).toMatchObject({
    title: TITLE,
    kind: "problem",
    cause: "dsn_rejected",
  });
});

test("the doctor has nothing to say of it while it has a route", async () => {
  const answer = (await (await caller.get("/api/health/sentry/doctor")).json()) as {
    findings: { code: string }[];
  };
  expect(answer.findings.map(({ code }) => code)).not.toContain("check_route_missing");
});
