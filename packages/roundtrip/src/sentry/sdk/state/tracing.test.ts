import * as Sentry from "@sentry/nextjs";
import { afterEach, expect, test } from "vitest";
import { traceSampler } from "#sentry/sdk/trace-sampler.js";
import { tracingFacts } from "./tracing.js";

type Options = NonNullable<Parameters<typeof Sentry.init>[0]>;
afterEach(() => Sentry.close());

const at = (rate: number, options: Options) => {
  Sentry.init({ dsn: "https://0123456789abcdef@sentry.example/7", ...options });
  return tracingFacts(rate);
};
const fails = () => {
  throw new Error("a mistake");
};

test.each<[string, number, Options, object]>([
  ["our sampler", 0.1, { tracesSampler: traceSampler(0.1) }, { on: true, sampled: true, ignoredBy: null }],
  ["our sampler at 0", 0, { tracesSampler: traceSampler(0) }, { on: true, sampled: false }],
  ["a rate alone", 0.1, { tracesSampleRate: 0.1 }, { on: true, sampled: 0.1 }],
  ["nothing", 0.1, {}, { on: false, sampled: 0, openTelemetry: true }],
  [
    "a rate, and no OpenTelemetry",
    0.1,
    { tracesSampleRate: 0.1, enableOpenTelemetrySetup: false },
    { on: true, openTelemetry: false },
  ],
  ["a sampler that throws", 0.1, { tracesSampler: fails }, { on: true, sampled: null }],
  ["a pattern for everything", 0.1, { ignoreSpans: [/./] }, { ignoredBy: "/./" }],
  ["a text of the address", 0.1, { ignoreSpans: ["sentry-trace"] }, { ignoredBy: "sentry-trace" }],
  [
    "a filter by name and operation",
    0.1,
    { ignoreSpans: [{ name: /^GET/, op: "http" }] },
    { ignoredBy: "/^GET/" },
  ],
  ["a filter for another operation", 0.1, { ignoreSpans: [{ name: /^GET/, op: "db" }] }, { ignoredBy: null }],
  [
    "a filter by attributes",
    0.1,
    { ignoreSpans: [{ name: /./, attributes: { a: "b" } }] },
    { ignoredBy: null },
  ],
])("an SDK with %s", (_title, rate, options, expected) => {
  expect(at(rate, options)).toMatchObject({ rate, ...expected });
});
