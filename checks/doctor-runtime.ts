import type { Finding } from "./doctor";
import { differences } from "./doctor-differs";
import type { RuntimeFacts, SdkFacts } from "./doctor-facts";

const fail = (code: string, title: string, what: string, why: string, change: string): Finding => ({
  code,
  level: "fail",
  title,
  what,
  why,
  change,
});
const ok = (code: string, title: string, what: string): Finding => ({
  code,
  level: "ok",
  title,
  what,
  why: "",
  change: "",
});

/** instrumentation.ts and the SDK of each server runtime, as they stand in the running process. */
export function examineRuntime(facts: RuntimeFacts): Finding[] {
  const { node, edge } = facts;
  return [
    ...examineInstrumentation(facts),
    ...examineSdk("node", node, facts),
    ...(edge
      ? examineSdk("edge", edge, facts)
      : [
          {
            code: "sdk_edge_unasked",
            level: "note",
            title: "The edge runtime was not asked",
            what: facts.edgeInsecure
              ? "It was not asked: over http the app's token would cross the network in the clear."
              : "The route that asks the edge SDK did not answer.",
            why: "Whether errors of edge routes are reported is not known from here.",
            change: "Set APP_URL to an address at which this server reaches the app.",
          } satisfies Finding,
        ]),
  ];
}

function examineInstrumentation({ registered, onRequestError }: RuntimeFacts): Finding[] {
  if (!registered)
    return [
      fail(
        "register_not_called",
        "instrumentation.ts is not wired",
        "Next.js never ran this app's register() in this process.",
        "The SDK is started there; without it no server error is reported.",
        "Put instrumentation.ts beside the app folder and export register() from it.",
      ),
    ];
  if (onRequestError === false)
    return [
      fail(
        "on_request_error_missing",
        "onRequestError is not exported",
        "Next.js holds no onRequestError of this app.",
        "Next.js reports uncaught errors of routes, renders and actions through it alone.",
        'instrumentation.ts: export const onRequestError = Sentry.captureRequestError; // from "@sentry/nextjs"',
      ),
    ];
  if (onRequestError === null)
    return [
      {
        code: "on_request_error_unasked",
        level: "note",
        title: "onRequestError was not asked",
        what: "register() ran; this version of Next.js does not tell whether it holds onRequestError.",
        why: "Uncaught errors of routes, renders and actions are reported through it alone.",
        change: 'Fire the check "sentry": it proves the same.',
      },
    ];
  return [
    ok("instrumentation_ok", "instrumentation.ts", "register() ran, and Next.js holds onRequestError."),
  ];
}

type Runtime = "node" | "edge";
/** Where each runtime's SDK is started from, by which function, and where Sentry.init() is called. */
const PLACE = {
  node: { name: "nodejs", config: "sentry.server.config", start: "startNode", file: "sentry/node.ts" },
  edge: { name: "edge", config: "sentry.edge.config", start: "startEdge", file: "sentry/edge.ts" },
} as const;

function examineSdk(runtime: Runtime, sdk: SdkFacts, facts: RuntimeFacts): Finding[] {
  const cores = examineCores(runtime, sdk);
  // Without a DSN it is not started on purpose; the DSN's own finding says so.
  if (!facts.dsn) return cores;
  const findings = [...cores, ...examineClient(runtime, sdk, facts)];
  return findings.length > 0
    ? findings
    : [
        ok(
          `sdk_${runtime}_ok`,
          `SDK in ${runtime}`,
          "It is started, with this DSN, release and environment.",
        ),
      ];
}

function examineCores(runtime: Runtime, { cores }: SdkFacts): Finding[] {
  if (cores.length <= 1) return [];
  return [
    fail(
      `sdk_${runtime}_cores`,
      `Several @sentry/core in ${runtime}`,
      `Loaded side by side: ${cores.join(", ")}.`,
      "The SDK keeps its client under its exact version: what is captured through another copy goes nowhere.",
      'package.json: "overrides": { "@sentry/core": "<the version of @sentry/nextjs>" }; npm ls @sentry/core shows who brings the other.',
    ),
  ];
}

function examineClient(runtime: Runtime, sdk: SdkFacts, facts: RuntimeFacts): Finding[] {
  const { name, config, start, file } = PLACE[runtime];
  if (!sdk.initialised)
    return [
      fail(
        `sdk_${runtime}_not_started`,
        `The SDK is not started in ${runtime}`,
        `SENTRY_DSN is set, but the ${runtime} runtime has no Sentry client.`,
        `No error of the ${runtime} runtime is reported.`,
        `instrumentation.ts: in register(), if (process.env.NEXT_RUNTIME === "${name}") await import("./${config}"); ${config}.ts: ${start}(settings, …)`,
      ),
    ];
  if (!sdk.enabled || sdk.sampleRate === 0)
    return [
      fail(
        `sdk_${runtime}_sends_nothing`,
        `The SDK in ${runtime} sends nothing`,
        sdk.enabled ? "Its sampleRate is 0." : "It is started with enabled: false.",
        "Every error is dropped before it is sent.",
        `${file}: remove ${sdk.enabled ? "sampleRate" : "enabled"} from Sentry.init().`,
      ),
    ];
  const differs = differences(sdk, facts);
  const found: Finding[] = [];
  if (sdk.sampleRate < 1)
    found.push({
      code: `sdk_${runtime}_samples`,
      level: "fail",
      title: `The SDK in ${runtime} drops errors by chance`,
      what: `Its sampleRate is ${sdk.sampleRate}.`,
      why: "An error that happens once may never be seen.",
      change: `${file}: remove sampleRate from Sentry.init(); tracesSampleRate is the one for traces.`,
    });
  if (differs.length > 0)
    found.push({
      code: `sdk_${runtime}_differs`,
      level: "fail",
      title: `The SDK in ${runtime} was told something else`,
      what: `It was told ${differs.join(", ")}.`,
      why: "Its events go elsewhere, or under another name than those of the other runtimes: checks fail on it.",
      change: `${config}.ts: hand ${start}() what sentrySettings() says, unchanged; ${file}: let nothing after ...commonOptions(settings) replace it.`,
    });
  return found;
}
