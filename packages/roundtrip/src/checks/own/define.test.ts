import { afterAll, beforeEach, expect, test } from "vitest";
import { allChecks, CATALOGUE, findCheck } from "#checks/catalogue.js";
import { readEnv } from "#config/variables.js";
import { type CheckDefinition, defineCheck } from "./define.js";
import { noteOwn, ownChecks } from "./listed.js";

const given = {
  name: "sentry-order",
  title: "Order route",
  runsIn: "route handler",
  raises: "A payment that is declined.",
} satisfies CheckDefinition;

/** Another file's, which shares this process and noted them when it was loaded. */
const before = ownChecks();
beforeEach(() => noteOwn([]));
afterAll(() => noteOwn(before));

test("of a definition without expectations every error's usual ones hold", () => {
  expect(defineCheck(given)).toEqual({
    name: "sentry-order",
    title: "Order route",
    place: "route handler",
    raises: "A payment that is declined.",
    holds: "One unhandled event of the type RoundtripError.",
    path: "/api/health/sentry-order",
    aliases: [],
    answers: 500,
    events: 1,
    parts: [
      {
        role: "main",
        expect: "stored",
        content: {
          type: "RoundtripError",
          handled: false,
          mechanism: "auto.function.nextjs.on_request_error",
          runtime: "node",
          source: "app/api/health/sentry-order/route.ts",
          elsewhere: true,
        },
      },
    ],
  });
});

test("what it expects is compared, and said in one sentence", () => {
  const { holds, parts } = defineCheck({
    ...given,
    holds: {
      type: "PaymentDeclined",
      cause: "BankError",
      data: { path: "shop.order", value: { number: 7 } },
      source: "app/shop/payment.ts",
    },
  });
  expect(holds).toBe(
    'One unhandled event of the type PaymentDeclined, with its cause, BankError, with shop.order = {"number":7}.',
  );
  expect(parts[0].content).toMatchObject({
    cause: "BankError",
    data: { path: "shop.order", value: { number: 7 } },
    source: "app/shop/payment.ts",
  });
  expect(parts[0].content.elsewhere).toBeUndefined();
});

test.each([
  ["route handler", { handled: false }, 500],
  ["render", { handled: false }, 200],
  ["action", { handled: false }, 200],
  ["logger", { handled: true, mechanism: "auto.log.pino" }, 200],
  ["after", { handled: false, mechanism: "auto.function.nextjs.after" }, 200],
  ["promise", { handled: false, mechanism: "auto.node.onunhandledrejection" }, 200],
  [
    "task",
    { handled: false, mechanism: "auto.function.inngest", source: "inngest/tasks.ts", elsewhere: true },
    200,
  ],
  ["edge", { handled: true, mechanism: "generic", runtime: "edge", source: null }, 200],
  [
    "proxy",
    { handled: false, mechanism: "auto.function.nextjs.proxy", source: "proxy.ts", elsewhere: true },
    200,
  ],
] as const)("an error in the place %s is reported as that place's errors are", (runsIn, content, answers) => {
  const check = defineCheck({ ...given, runsIn });
  expect(check.parts[0].content).toMatchObject(content);
  expect(check.answers).toBe(answers);
});

test("what only a browser raises has a page of the app's own, and no server fires it", () => {
  const check = defineCheck({ ...given, runsIn: "browser" });
  expect(check).toMatchObject({ place: "browser", answers: 400, page: "/admin/checks/sentry-order" });
  expect(check.parts[0].content).toEqual({
    type: "RoundtripError",
    handled: false,
    mechanism: "auto.browser.global_handlers.onerror",
    runtime: "browser",
    source: "app/admin/checks/sentry-order/[run]/page.tsx",
    elsewhere: true,
  });
  noteOwn([check]);
  expect(readEnv({ CANARY_CHECKS: "sentry,sentry-order" }).problems).toHaveLength(1);
});

test("what an edge route lets go is expected as Next.js reports it", () => {
  const check = defineCheck({ ...given, runsIn: "edge", holds: { handled: false } });
  expect(check.parts[0].content).toMatchObject({
    handled: false,
    mechanism: "auto.function.nextjs.on_request_error",
    runtime: "server",
    source: null,
  });
});

test("one that a task raises has a function of its own", () => {
  expect(defineCheck({ ...given, runsIn: "task" }).task).toBe("roundtrip-sentry-order");
  expect(defineCheck(given).task).toBeUndefined();
});

test("a route that reports its error itself answers 200", () => {
  const holds = { handled: true, mechanism: "generic" };
  expect(defineCheck({ ...given, holds })).toMatchObject({ answers: 200 });
});

const LONG = "x".repeat(301);
test.each<[string, Record<string, unknown>, RegExp]>([
  ["no name", { name: undefined }, /^roundtrip: defineCheck: name must be a text$/],
  ["a name of another kind", { name: "order" }, /"order"\): name must be "sentry-" and lower-case letters/],
  ["a name in capitals", { name: "sentry-Order" }, /name must be "sentry-"/],
  ["a name that is a path", { name: "sentry-../x" }, /name must be "sentry-"/],
  ["a name that is too long", { name: `sentry-${"x".repeat(58)}` }, /name must be "sentry-"/],
  ...CATALOGUE.filter(({ name }) => name !== "sentry").map(
    ({ name }): [string, Record<string, unknown>, RegExp] => [
      `the name ${name}`,
      { name },
      /name is the name of a check that Roundtrip brings; choose another/,
    ],
  ),
  ["the name of an alias", { name: "sentry-celery" }, /name is the name of a check that Roundtrip brings/],
  ["no title", { title: " " }, /title must not be empty/],
  ["a title of two lines", { title: "a\nb" }, /title must be one line/],
  [
    "no place",
    { runsIn: undefined },
    /runsIn must be one of: route handler, render, action, logger, browser, after, promise, task, edge, proxy$/,
  ],
  ["a place that nobody knows", { runsIn: "worker" }, /runsIn must be one of/],
  ["nothing that it raises", { raises: undefined }, /raises must be a text/],
  ["a long sentence", { raises: LONG }, /raises must have 300 characters at most/],
  ["a type that is none", { holds: { type: "a b" } }, /holds\.type must be the name of an error's class/],
  [
    "the ignored type",
    { holds: { type: "ValidationError" } },
    /holds\.type must not be a type that Roundtrip/,
  ],
  ["a cause that is none", { holds: { cause: "" } }, /holds\.cause must be the name of an error's class/],
  ["a whole context", { holds: { data: { path: "shop", value: 1 } } }, /holds\.data\.path must name a field/],
  ["no value", { holds: { data: { path: "shop.order" } } }, /holds\.data\.value must be what JSON can say/],
  [
    "a value that JSON has not",
    { holds: { data: { path: "shop.order", value: 1n } } },
    /holds\.data\.value must be what JSON can say/,
  ],
  [
    "a value that JSON would write as a text",
    { holds: { data: { path: "shop.order", value: { at: [new Date(0)] } } } },
    /holds\.data\.value must be what JSON can say/,
  ],
  ["a list of expectations", { holds: [] }, /holds must be an object/],
  ["a file without a name", { holds: { source: " " } }, /holds\.source must not be empty/],
  ["a word for yes", { holds: { handled: "yes" } }, /holds\.handled must be true or false/],
  [
    "a file in the edge runtime",
    { runsIn: "edge", holds: { source: "app/stock.ts" } },
    /holds\.source cannot be compared in the edge runtime/,
  ],
  ["a field too much", { holds: { typ: "X" } }, /holds has fields that nobody reads: typ\. Remove them/],
  ["several at once", { title: "", raises: "" }, /title must not be empty; raises must not be empty/],
])("%s is refused, and the field named", (_what, change, sentence) => {
  expect(() => defineCheck({ ...given, ...change } as CheckDefinition)).toThrow(sentence);
});

test("spaces around a text do not count", () => {
  const holds = { mechanism: " generic ", source: " app/shop/payment.ts " };
  const check = defineCheck({ ...given, title: " Order route ", raises: " A payment. ", holds });
  expect(check).toMatchObject({ title: "Order route", raises: "A payment." });
  expect(check.parts[0].content).toMatchObject({ mechanism: "generic", source: "app/shop/payment.ts" });
});

test("no definition at all is refused as well", () => {
  expect(() => defineCheck(JSON.parse("null"))).toThrow(/^roundtrip: defineCheck: the definition /);
});

test("once it is listed it is found by name, after those that Roundtrip brings, and the canary may name it", () => {
  expect(findCheck("sentry-order")).toBeUndefined();
  expect(readEnv({ CANARY_CHECKS: "sentry,sentry-order" }).problems).toHaveLength(1);
  const check = defineCheck(given);
  noteOwn([check]);
  expect(findCheck("sentry-order")).toBe(check);
  expect(allChecks().at(-1)).toBe(check);
  expect(readEnv({ CANARY_CHECKS: "sentry,sentry-order" })).toMatchObject({
    problems: [],
    CANARY_CHECKS: ["sentry", "sentry-order"],
  });
});
