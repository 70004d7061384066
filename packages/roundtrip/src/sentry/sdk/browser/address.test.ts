import { expect, test } from "vitest";
import { readDsn } from "#sentry/dsn.js";
import { browserSendsTo } from "./address.js";

const OF_SENTRY = "https://abc@o1.ingest.de.sentry.io/42";
const INGEST = "https://o1.ingest.de.sentry.io/api/42/envelope/";

test.each<[string, string, string | undefined, string, string?]>([
  ["to the host in the DSN", OF_SENTRY, undefined, INGEST],
  [
    "below the DSN's path",
    "https://abc@sentry.example/of/7",
    undefined,
    "https://sentry.example/of/api/7/envelope/",
  ],
  ["to the route that tunnelRoute makes", OF_SENTRY, "/monitoring", "https://app.example/monitoring"],
  [
    "to the host in the DSN, where the SDK does not tunnel",
    "https://abc@sentry.example/7",
    "/monitoring",
    "https://sentry.example/api/7/envelope/",
  ],
  ["nowhere without a DSN", "", "/monitoring", ""],
  [
    "to the tunnel that the operator names",
    OF_SENTRY,
    "/monitoring",
    "https://errors.example/tunnel",
    "https://errors.example/tunnel",
  ],
  ["nowhere without a DSN, whatever tunnel is named", "", undefined, "", "https://errors.example/tunnel"],
])("a browser sends %s", (_, dsn, tunnelRoute, address, named) => {
  expect(browserSendsTo(readDsn(dsn), "https://app.example", tunnelRoute, named)).toBe(address);
});
