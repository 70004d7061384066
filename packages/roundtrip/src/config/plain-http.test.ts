import { afterEach, expect, test, vi } from "vitest";
import { ownProcess } from "#config/app/origin.js";
import { readEnv } from "./variables.js";

afterEach(() => vi.unstubAllEnvs());

test("names each address over plain http to another machine, and none that the operator allows", () => {
  const source = {
    SENTRY_URL: "http://sentry.internal:9000",
    APP_URL: "http://app:3000",
    INNGEST_BASE_URL: "http://inngest:8288",
  };
  expect(readEnv(source).plainHttp).toEqual([
    { variable: "SENTRY_URL", host: "sentry.internal:9000", hostname: "sentry.internal" },
    { variable: "APP_URL", host: "app:3000", hostname: "app" },
    { variable: "INNGEST_BASE_URL", host: "inngest:8288", hostname: "inngest" },
  ]);
  expect(readEnv({ ...source, PLAIN_HTTP_HOSTS: "app,inngest,*.internal" }).plainHttp).toEqual([]);
  const local = { SENTRY_URL: "http://127.0.0.1:9000", APP_URL: "https://app.example" };
  expect(readEnv(local).plainHttp).toEqual([]);
});

test("a webhook over plain http is used only on a host that the operator names", () => {
  const source = { ALERT_WEBHOOK_URL: "http://alerts.internal/hook" };
  expect(readEnv(source).problems.map(({ variable }) => variable)).toEqual(["ALERT_WEBHOOK_URL"]);
  expect(readEnv(source).ALERT_WEBHOOK_URL).toBeUndefined();
  const named = readEnv({ ...source, PLAIN_HTTP_HOSTS: "alerts.internal" });
  expect([named.problems, named.ALERT_WEBHOOK_URL]).toEqual([[], source.ALERT_WEBHOOK_URL]);
});

test("a list that holds no host names is a problem, and allows nothing", () => {
  const { problems, plainHttp } = readEnv({ PLAIN_HTTP_HOSTS: "*", APP_URL: "http://app:3000" });
  expect(problems.map(({ variable }) => variable)).toEqual(["PLAIN_HTTP_HOSTS"]);
  expect(plainHttp).toHaveLength(1);
});

test("a list that holds a character nobody sees is a problem as well, and admits no webhook", () => {
  const hooks = {
    PLAIN_HTTP_HOSTS: "a\u200b.example,alerts.internal",
    ALERT_WEBHOOK_URL: "http://alerts.internal/hook",
  };
  const { problems, ALERT_WEBHOOK_URL } = readEnv(hooks);
  expect(new Set(problems.map(({ variable }) => variable))).toEqual(new Set(Object.keys(hooks)));
  expect(ALERT_WEBHOOK_URL).toBeUndefined();
});

test.each([
  ["http://localhost:3000", "http://127.0.0.1:3000"],
  ["http://127.0.0.1:3000", "http://127.0.0.1:3000"],
  [undefined, "http://127.0.0.1:3000"],
  ["http://3f2a91c0d4e5:3000", "http://3f2a91c0d4e5:3000"],
])("a server that listens at %s reaches itself at %s", (listening, own) => {
  vi.stubEnv("PORT", "3000");
  vi.stubEnv("__NEXT_PRIVATE_ORIGIN", listening);
  expect(ownProcess()).toBe(own);
});
