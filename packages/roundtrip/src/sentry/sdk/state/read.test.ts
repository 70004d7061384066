import * as Sentry from "@sentry/nextjs";
import { afterEach, expect, test } from "vitest";
import { sdkFacts } from "./read.js";

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
