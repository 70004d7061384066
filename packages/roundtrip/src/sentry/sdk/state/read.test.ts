import * as Sentry from "@sentry/nextjs";
import { afterEach, describe, expect, test } from "vitest";
import { loggingPino, readsLog, sdkFacts } from "./read.js";

afterEach(() => Sentry.close());

const DSN = "https://0123456789abcdef@sentry.example/7";

test.each([
  [DSN, DSN, true],
  // A script that writes a variable with echo adds a line break, which Roundtrip takes away and the SDK does not read.
  [`${DSN}\n`, DSN, true],
  [`${DSN} `, DSN, true],
  [DSN, `${DSN}\n`, true],
  [`${DSN}0`, DSN, false],
])("an SDK that was started with %j has the DSN %j: %s", async (dsn, variable, sameDsn) => {
  Sentry.init({ dsn });
  expect(await sdkFacts(variable)).toMatchObject({ initialised: true, sameDsn });
});

describe("whether an integration reports what the app logs", () => {
  const pino = () => Sentry.pinoIntegration({ error: { levels: ["error"] } });
  const hears = () => Sentry.captureConsoleIntegration({ levels: ["error"] });

  test.each<[string, () => ReturnType<typeof pino>[], boolean, boolean]>([
    ["none", () => [], false, false],
    ["none, of an app that asks for pino", () => [], true, false],
    ["pino's", () => [pino()], true, true],
    ["pino's, for a pino that another package brings", () => [pino()], false, true],
    ["the console's", () => [hears()], false, true],
    ["the console's, of an app that asks for pino", () => [hears()], true, false],
    ["both", () => [pino(), hears()], true, true],
  ])("%s", async (_title, integrations, asksForPino, reads) => {
    Sentry.init({ dsn: DSN, integrations: integrations() });
    expect(readsLog(Sentry.getClient(), asksForPino)).toBe(reads);
    expect(await sdkFacts(DSN, { logs: { asksForPino } })).toMatchObject({ pino: reads });
  });

  // An old pino that only another package uses has nothing to do with what the app logs.
  test.each<[string, () => ReturnType<typeof pino>[], boolean, string | undefined]>([
    ["the app asks for it", () => [], true, "9.7.0"],
    ["the app asks for it, and its Sentry hears the console", () => [hears()], true, "9.7.0"],
    ["it comes with a logger of the app's monorepo, which Sentry is to hear", () => [pino()], false, "9.7.0"],
    ["another package brings it", () => [], false, undefined],
    ["another package brings it, and Sentry hears the console", () => [hears()], false, undefined],
    [
      "another package brings it, and Sentry has both integrations",
      () => [pino(), hears()],
      false,
      undefined,
    ],
  ])("an installed pino where %s", (_title, integrations, asksForPino, version) => {
    Sentry.init({ dsn: DSN, integrations: integrations() });
    expect(loggingPino(Sentry.getClient(), "9.7.0", asksForPino)).toBe(version);
  });
});
