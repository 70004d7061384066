import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { findChromium } from "#cli/browser/chromium.js";
import { roundtrip } from "#cli/testing/shell.js";
import { type Stack, startStack } from "@/local/stack";
import { CRON, tick } from "../canary";
import { type Caller, callerOf, control } from "../client";
import { noticesIn, type Receiver, startReceiver } from "../receiver";

/** The checks that this app has defined itself, in app/shop: of a route, and of the browser. */
const NAME = "sentry-order";
const TITLE = "Shop's order route";
const IN_BROWSER = "sentry-basket";

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

const page = async (path: string) => {
  const answer = await fetch(`${stack.url}/admin/sentry${path}`, { headers: { cookie: session } });
  return (await answer.text()).replaceAll("&#x27;", "'");
};
/** What Sentry holds of a run, by its expectations, all of which must be met. */
function saidAsMeant({ expectations }: Awaited<ReturnType<typeof caller.run>>): Record<string, unknown> {
  expect(expectations.filter((one) => !one.ok)).toEqual([]);
  return Object.fromEntries(expectations.map(({ name, actual }) => [name, actual]));
}
const verify = (...argv: string[]) =>
  roundtrip(["verify", "--url", stack.url, ...argv], { ADMIN_TOKEN: stack.token });

test("the API fires it, and what the app said of it is compared", async () => {
  const run = await caller.run(await caller.fire(NAME));
  expect(run.verdict, JSON.stringify([run.cause, run.expectations])).toBe("pass");
  expect(saidAsMeant(run)).toMatchObject({
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

test.each([
  ["sentry-charge", { type: "PaymentDeclined", cause: "BankError", mechanism: "auto.function.inngest" }],
  ["sentry-stock", { type: "StockUnknown", mechanism: "generic", runtime: "vercel-edge" }],
  ["sentry-locale", { type: "LocaleUnknown", mechanism: "auto.function.nextjs.proxy" }],
])(
  "%s is raised by the app's own code where it runs, and what came of it is compared",
  async (name, said) => {
    const run = await caller.run(await caller.fire(name), 60);
    expect(run.verdict, JSON.stringify([run.cause, run.expectations])).toBe("pass");
    expect(saidAsMeant(run)).toMatchObject(said);
  },
);

test("for anybody but the server's own visit nothing is raised in the edge runtime or the proxy", async () => {
  for (const name of ["sentry-stock", "sentry-locale", "sentry-nothing"])
    expect((await fetch(`${stack.url}/admin/checks/${name}`)).status).toBe(404);
});

test("the command fires it by name, and a name that is none brings the server's list", async () => {
  const { code, stdout } = await verify("--checks", `${NAME},sentry`);
  expect(stdout).toMatch(/^sentry-order +pass/m);
  expect(code).toBe(0);
  const wrong = await verify("--checks", "sentry-ordr");
  expect(wrong.code).toBe(2);
  expect(wrong.stderr).toMatch(/no check of this name: sentry-ordr; this app has sentry, .*, sentry-order/);
});

test.skipIf(!findChromium())("the command has a browser raise one that only a browser can", async () => {
  const wait = ["--wait", "240"];
  const { code, stdout } = await verify("--checks", `${NAME},${IN_BROWSER}`, ...wait);
  expect(stdout).toMatch(/^sentry-basket +pass/m);
  expect(stdout).toMatch(/^sentry-order +pass/m);
  expect(code).toBe(0);
  const [, id = ""] = /^sentry-basket .* ([0-9a-f]{32})$/m.exec(stdout) ?? [];
  const run = await caller.run(id);
  expect(saidAsMeant(run)).toMatchObject({
    type: "PriceMissing",
    mechanism: "auto.browser.global_handlers.onerror",
    "data shop.item": '{"sku":"tea","price":null}',
    source: expect.stringContaining("app/shop/basket.ts:"),
    "tag check.page": expect.any(String),
  });
  expect(await page(`/history?check=${IN_BROWSER}`)).toContain("Shop's basket in the browser");
});

test("one that only a browser raises is refused to everything else, which then says so", async () => {
  const refused = await caller.get(`/api/health/${IN_BROWSER}`, { method: "POST" });
  expect([refused.status, refused.headers.get("x-check-run")]).toEqual([400, null]);
  expect(await refused.json()).toMatchObject({ detail: expect.stringContaining(`--checks ${IN_BROWSER}`) });
  const { answer } = await caller.verify({ checks: [IN_BROWSER] });
  expect(answer.checks[IN_BROWSER]?.[0]).toMatchObject({ run: null, cause: { code: "needs_browser" } });
  const stranger = await fetch(`${stack.url}/admin/checks/${IN_BROWSER}/01a2071388e076938897a782d26598ce`);
  expect(stranger.status).toBe(404);
});

test("the pages show it by its title, with what it raises and what must be stored", async () => {
  const run = await caller.fire(NAME);
  await caller.run(run);
  expect(await page("")).toContain(TITLE);
  const shown = await page(`/runs/${run}`);
  for (const text of [TITLE, "A PaymentDeclined in the shop's order route", "with its cause, BankError"])
    expect(shown).toContain(text);
  const history = await page(`/history?check=${NAME}`);
  expect(history).toContain(TITLE);
  expect(history).not.toContain("there is no such check");
});

test("the canary fires it, and an alert says its title", async () => {
  await control(stack.sentry.url, "ingest", { mode: "status", status: 403 });
  await tick(stack);
  const told = () => noticesIn(webhook);
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

test("the doctor has nothing to say of checks that have their route, and their page where a browser raises them", async () => {
  const answer = (await (await caller.get("/api/health/sentry/doctor")).json()) as {
    findings: { code: string }[];
  };
  const codes = answer.findings.map(({ code }) => code);
  expect(codes).not.toContain("check_route_missing");
  expect(codes).not.toContain("check_page_missing");
});
