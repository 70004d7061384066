/** One place of the code that a fault of the altered build sits in. */
interface Patch {
  file: string;
  /** Stands there exactly once: else the code has moved on, and this patch must as well. */
  find: string;
  put: string;
}

const fault = (name: string) => `process.env.SABOTAGE_FAULT === "${name}"`;

/** In the browser there is no environment: the altered layout hands the chosen fault on with each page. */
const pageFault = (name: string) => `document.documentElement.dataset.fault === "${name}"`;

/** Options that an app might give its Sentry.init in Node. */
const OF_NODE = `    ...(${fault("before-send-drops")} ? { beforeSend: () => null } : {}),
    ...(${fault("before-send-hangs")} ? { beforeSend: () => new Promise<never>(() => undefined) } : {}),
    ...(${fault("before-send-throws")} ? { beforeSend: () => { throw new Error("a mistake"); } } : {}),
    ...(${fault("ignores-text")} ? { ignoreErrors: ["ValidationError"] } : {}),
    ...(${fault("ignores-own-check")} ? { ignoreErrors: [/^PaymentDeclined/] } : {}),
    ...(${fault("ignores-checks")} ? { ignoreErrors: [/^RoundtripError/] } : {}),
    ...(${fault("samples-none")} ? { sampleRate: 0 } : {}),
    ...(${fault("samples-most")} ? { sampleRate: 0.999999 } : {}),
    // The SDK draws by Math.random: what is chance elsewhere is certain here.
    ...(${fault("samples-half-kept")} ? (Math.random = () => 0.25, { sampleRate: 0.5 }) : {}),
    ...(${fault("samples-half-left-out")} ? (Math.random = () => 0.75, { sampleRate: 0.5 }) : {}),
    ...(${fault("disabled")} ? { enabled: false } : {}),
    ...(${fault("traces-all")} || ${fault("traces-all-unmarked")} ? { tracesSampler: () => 1 } : {}),
    ...(${fault("traces-by-chance")} ? { tracesSampler: () => 1e-9 } : {}),
    ...(${fault("no-open-telemetry")} ? { enableOpenTelemetrySetup: false } : {}),
    ...(${fault("no-tracing")} ? { tracesSampleRate: undefined, tracesSampler: undefined } : {}),
    ...(${fault("ignores-spans")} ? { ignoreSpans: [/./] } : {}),
    ...(${fault("tunnel-without-route")} ? { tunnel: "http://127.0.0.1:" + process.env.PORT + "/no/such/tunnel" } : {}),
    ...(${fault("tunnel-behind-sign-in")} ? { tunnel: "http://127.0.0.1:" + process.env.PORT + "/api/health/sentry/verify" } : {}),
    ...(${fault("tunnel-is-path")} ? { tunnel: "/monitoring" } : {}),
    ...(${fault("tunnel-dead")} ? { tunnel: "http://127.0.0.1:1/tunnel" } : {}),
    ...(${fault("tunnel-is-page")} ? { tunnel: "http://127.0.0.1:" + process.env.PORT + "/own/page" } : {}),
    ...(${fault("rewrites-id")}
      ? { beforeSend: (event) => ({ ...event, event_id: crypto.randomUUID().replaceAll("-", "") }) } : {}),
    ...(${fault("other-release")} ? { release: "another@release" } : {}),
    ...(${fault("other-environment")} ? { environment: "another" } : {}),
    ...(${fault("own-transport")} ? { transport: (options) => Sentry.createTransport(options, async ({ body }) => {
      const answer = await fetch(options.url, { method: "POST", body: body as BodyInit });
      return { statusCode: answer.status };
    }) } : {}),
    ...(${fault("small-queue")} ? { transportOptions: { bufferSize: 1 } } : {}),`;

/** Faults of the code, each asleep until SABOTAGE_FAULT names it. */
export const PATCHES: readonly Patch[] = [
  {
    // No fault: what is installed lies above this copy, which is built once, and has no use for a cache.
    file: "next.config.ts",
    find: "experimental: {",
    put: `...(process.env.SABOTAGE_ROOT
    ? { turbopack: { root: process.env.SABOTAGE_ROOT }, outputFileTracingRoot: process.env.SABOTAGE_ROOT }
    : {}),
  experimental: {
    turbopackFileSystemCacheForBuild: false,`,
  },
  {
    file: "sentry.server.config.ts",
    find: "if (process.env.SENTRY_DSN)\n  Sentry.init({",
    put: `const given = (list: Integrations) =>
  ${fault("integrations-function")} ? (own: Integrations) => [...own, ...list]
  : ${fault("no-rejections")}
    ? (own: Integrations) => [...own.filter(({ name }) => name !== "OnUnhandledRejection"), ...list] : list;
type Integrations = Parameters<typeof Sentry.addIntegration>[0][];
if (process.env.SENTRY_DSN && !(${fault("no-sdk")}))
  Sentry.init({`,
  },
  {
    // Last: what an app gives later replaces what it gave before.
    file: "sentry.server.config.ts",
    find: "    integrations: [",
    put: `${OF_NODE}
    integrations: given([`,
  },
  {
    file: "sentry.server.config.ts",
    find: "      Sentry.redisIntegration(),\n    ],",
    put: "      Sentry.redisIntegration(),\n    ]),",
  },
  {
    file: "instrumentation.ts",
    find: "export const onRequestError = waitUntilSent(Sentry.captureRequestError);",
    put: `
type Report = typeof Sentry.captureRequestError;
const twice: Report = (error, request, context) => {
  Sentry.captureRequestError(error, request, context);
  const again = error instanceof Error ? Object.assign(new Error(error.message), { name: error.name }) : error;
  Sentry.captureRequestError(again, request, context);
};
export const onRequestError: Report = ${fault("no-on-request-error")} ? () => undefined
  : ${fault("idle-on-request-error")} ? async (error: unknown) => { /* takes it, and does nothing */ }
  : ${fault("captured-twice")} ? twice
  : ${fault("waits-for-nothing")} ? Sentry.captureRequestError : waitUntilSent(Sentry.captureRequestError);`,
  },
  {
    file: "packages/roundtrip/src/sentry/sdk/node/integration.ts",
    find: "      waitUntilEventsSent(client);",
    put: `      if (!(${fault("waits-for-nothing")})) waitUntilEventsSent(client);`,
  },
  {
    // As a package does that brings Sentry along, or code that somebody forgot.
    file: "instrumentation.ts",
    find: 'await attempt("Sentry", () => import("./sentry.server.config"));',
    put: `const dsn = process.env.SENTRY_DSN ?? "";
    if (${fault("init-before")}) Sentry.init({ dsn });
    await attempt("Sentry", () => import("./sentry.server.config"));
    if (${fault("init-after")}) Sentry.init({ dsn });`,
  },
  {
    file: "instrumentation.ts",
    find: 'if (process.env.NEXT_RUNTIME === "edge") await attempt("Sentry", () => import("./sentry.edge.config"));',
    put: `if (process.env.NEXT_RUNTIME === "edge") {
    await attempt("Sentry", () => import("./sentry.edge.config"));
    if (${fault("edge-init-after")}) Sentry.init({ dsn: process.env.SENTRY_DSN ?? "" });
  }`,
  },
  {
    file: "instrumentation-client.ts",
    find: "start();",
    put: `start();
if (${pageFault("browser-init-after")})
  Sentry.init({ dsn: Sentry.getClient()?.getOptions().dsn ?? "" });`,
  },
  {
    file: "packages/roundtrip/src/runs/record/sdk-state.ts",
    find: "Sentry.getIsolationScope().setAttributes(",
    put: `if (!(${fault("traces-all-unmarked")})) Sentry.getIsolationScope().setAttributes(`,
  },
  {
    file: "sentry.server.config.ts",
    find: "roundtripIntegration(),",
    put: `...(${fault("no-integration")} || ${fault("integration-late")} ? [] : [roundtripIntegration()]),
      ...(${fault("integration-twice")} ? [roundtripIntegration()] : []),`,
  },
  {
    file: "sentry.server.config.ts",
    find: "ignoreTypes(IGNORED_TYPES)",
    put: `ignoreTypes(${fault("ignores-other-type")} ? ["SomeOtherError"] : IGNORED_TYPES)`,
  },
  {
    file: "sentry.server.config.ts",
    find: 'Sentry.pinoIntegration({ error: { levels: ["error", "fatal"] } }),',
    put: `...(${fault("integration-drops")} ? [{ name: "QuietNights", processEvent: () => null }] : []),
      ...(${fault("lowers-level")}
        ? [{ name: "Calm", processEvent: (event: Sentry.Event) => ({ ...event, level: "info" as const }) }] : []),
      ...(${fault("no-pino")} ? [] : [Sentry.pinoIntegration({ error: { levels:
        ${fault("old-pino")} || ${fault("deaf-pino")} ? [] : ["error", "fatal"] } })]),`,
  },
  {
    // As an app has it that has not updated pino; its silence is the integration's, above.
    file: "packages/roundtrip/src/config/versions/running.ts",
    find: "return pino ?? undefined;",
    put: `return ${fault("old-pino")} ? "9.7.0" : (pino ?? undefined);`,
  },
  {
    file: "sentry.server.config.ts",
    find: "  });\n",
    put: `  });
if (${fault("processor-drops")}) Sentry.addEventProcessor(() => null);
if (${fault("integration-late")}) Sentry.addIntegration(roundtripIntegration());
`,
  },
  {
    file: "sentry.edge.config.ts",
    find: "if (process.env.SENTRY_DSN)\n  Sentry.init({",
    put: `if (process.env.SENTRY_DSN && !(${fault("no-edge-sdk")}))
  Sentry.init({
    ...(${fault("edge-disabled")} ? { enabled: false } : {}),
    ...(${fault("edge-before-send-hangs")} ? { beforeSend: () => new Promise<never>(() => undefined) } : {}),`,
  },
  {
    file: "sentry.edge.config.ts",
    find: 'environment: process.env.SENTRY_ENVIRONMENT || "dev",',
    put: `environment: ${fault("edge-other-environment")} ? "another" : process.env.SENTRY_ENVIRONMENT || "dev",`,
  },
  {
    file: "sentry.edge.config.ts",
    find: "release: `",
    put: `release: ${fault("edge-other-release")} ? "another@release" : \``,
  },
  {
    file: "sentry.edge.config.ts",
    find: "roundtripIntegration(),",
    put: `...(${fault("no-edge-integration")} ? [] : [roundtripIntegration()]),`,
  },
  {
    // As an answer of another deployment, which a cache has kept.
    file: "app/sentry-settings/route.ts",
    find: "{ dsn: publicDsn(), environment, release, initialScope, tracesSampleRate, dataCollection },",
    put: `{
      dsn: publicDsn(), initialScope, tracesSampleRate, dataCollection,
      release: ${fault("browser-release")} ? "roundtrip@0ld" : release,
      environment: ${fault("browser-environment")} ? "production" : environment,
    },`,
  },
  {
    file: "app/layout.tsx",
    find: '<html lang="en">',
    put: `<html lang="en" data-fault={process.env.SABOTAGE_FAULT}>`,
  },
  {
    // As a build of another commit would have been told.
    file: "packages/roundtrip/src/doctor/gather/facts.ts",
    find: "process.env._sentryRelease,",
    put: `${fault("other-build")} ? "roundtrip@0ther" : process.env._sentryRelease,`,
  },
  {
    file: "sentry.client.config.ts",
    find: "if (!options) return;",
    put: `if (!options || ${pageFault("no-browser-sdk")}) return;`,
  },
  {
    file: "packages/roundtrip/src/sentry/sdk/proxy-errors.ts",
    find: "const Sentry = await",
    put: `if (${fault("silent-proxy")}) throw error;
      const Sentry = await`,
  },
  {
    // As Next.js' own after() leaves it.
    file: "packages/roundtrip/src/sentry/sdk/after-errors.ts",
    find: "    Sentry.captureException(error,",
    put: `    if (!(${fault("silent-after")})) Sentry.captureException(error,`,
  },
  {
    file: "app/shop/payment.ts",
    find: 'Sentry.setContext("shop", { order });',
    put: `Sentry.setContext("shop", { order: ${fault("own-data-wrong")} ? { ...order, total: 0 } : order });`,
  },
  {
    file: "app/shop/payment.ts",
    find: '{ cause: new BankError("the card has expired") }',
    put: `${fault("own-cause-lost")} ? {} : { cause: new BankError("the card has expired") }`,
  },
  {
    // As code does that catches whatever its work throws.
    file: "app/admin/checks/control-flow/redirect/page.tsx",
    find: 'redirect("/admin/sentry");',
    put: `try {
    redirect("/admin/sentry");
  } catch (error) {
    if (${fault("reports-redirect")}) (await import("@sentry/nextjs")).captureException(error);
    throw error;
  }`,
  },
  {
    // As a list of integrations of one's own has it, which replaces the SDK's.
    file: "sentry.client.config.ts",
    find: "    ],\n  });",
    put: `      ...own.filter(({ name }) => name !== "GlobalHandlers" || !(${pageFault("no-handlers")})),
    ],
  });`,
  },
  {
    file: "sentry.client.config.ts",
    find: "integrations: [\n      roundtripIntegration(),",
    put: `integrations: (own) => [
      ...(${pageFault("no-browser-integration")} ? [] : [roundtripIntegration()]),`,
  },
  {
    file: "sentry.client.config.ts",
    find: "...options,",
    put: `...options,
    ...(${pageFault("browser-disabled")} ? { enabled: false } : {}),
    ...(${pageFault("browser-ignores")} ? { ignoreErrors: [/^RoundtripError/] } : {}),
    ...(${pageFault("browser-tunnel-without-route")} ? { tunnel: "/no/such/tunnel" } : {}),
    ...(${pageFault("browser-tunnel-behind-sign-in")} ? { tunnel: "/api/health/sentry/verify" } : {}),
    ...(${pageFault("browser-tunnel-is-page")} ? { tunnel: "/own/page" } : {}),
    // The local Sentry by its other name: neither this app nor the origin of the DSN.
    ...(${pageFault("browser-tunnel-elsewhere")}
      ? { tunnel: options.dsn.replace(/(\\w+)@127\\.0\\.0\\.1(:\\d+)\\/(\\d+)/, "localhost$2/api/$3/envelope/?sentry_version=7&sentry_key=$1") }
      : {}),`,
  },
  {
    file: "sentry.client.config.ts",
    find: "(isServerError(hint.originalException) ? null : event)",
    put: `${pageFault("browser-before-send-hangs")} ? new Promise<never>(() => undefined) :
      (${pageFault("browser-before-send")} || isServerError(hint.originalException) ? null : event)`,
  },
  {
    file: "app/report.ts",
    find: "if (digestOf(error) === null) reportError",
    put: `if (digestOf(error) === null && !(${pageFault("silent-boundary")})) reportError`,
  },
  {
    file: "inngest/client.ts",
    find: "middleware: [SentryMiddleware]",
    put: `middleware: ${fault("no-middleware")} ? [] : [SentryMiddleware]`,
  },
  {
    file: "packages/roundtrip/src/inngest/middleware.ts",
    find: "const trace = { sentryTrace: carrier?.trace, baggage: carrier?.baggage };",
    put: `const trace = ${fault("breaks-trace")} ? { sentryTrace: undefined, baggage: undefined }
          : { sentryTrace: carrier?.trace, baggage: carrier?.baggage };`,
  },
  {
    // As code that makes up a parent, or hands on an old one.
    file: "packages/roundtrip/src/inngest/middleware.ts",
    find: "const carrier: Carrier = { trace, baggage };",
    put: `const carrier: Carrier = { baggage, trace: ${fault("other-parent")}
      ? trace.replace(/-[0-9a-f]{16}/, "-00f067aa0ba902b7") : trace };`,
  },
  {
    file: "packages/roundtrip/src/inngest/report.ts",
    find: 'import * as Sentry from "@sentry/nextjs";',
    put: `
import * as Own from "@sentry/nextjs";
// @ts-ignore: put there without types
import * as Other from "../../../../other-core/index.js";
const Sentry = ${fault("two-cores")} ? (Other as unknown as typeof Own) : Own;
// As a package that brings its own core does when it is loaded.
if (${fault("two-cores")}) Other.getCurrentScope();`,
  },
];

/** A second copy of the core, as an installation has it in which two packages want different versions. */
export const OTHER_CORE = {
  from: "node_modules/@sentry/core/build/esm",
  to: "other-core",
  version: "11.4.0",
};

/** Code of the app's own, which knows nothing of checks: what becomes of its errors must become of theirs. */
export const OWN: Readonly<Record<string, string>> = {
  "app/own/uncaught/route.ts": `
export const dynamic = "force-dynamic";
export const GET = (request: Request) => {
  throw new TypeError(\`own error \${new URL(request.url).searchParams.get("mark")}\`);
};`,
  "app/own/page/route.ts": `
export const POST = () => new Response("<!DOCTYPE html><p>Sign in</p>", { headers: { "content-type": "text/html" } });`,
  "app/own/logged/route.ts": `import { logger } from "@/app/logger";
export const dynamic = "force-dynamic";
export const GET = (request: Request) => {
  const err = new TypeError(\`own error \${new URL(request.url).searchParams.get("mark")}\`);
  logger.error({ err }, err.message);
  return Response.json({ status: "ok" });
};`,
};

/** True for a place in the app's own files, which hold faults whatever package they import. */
export const isHosts = ({ file }: Pick<Patch, "file">): boolean => !file.startsWith("packages/");

/** True for a fault that sits in the app's own files alone. */
export const isHostFault = (name: string): boolean =>
  PATCHES.some((one) => isHosts(one) && one.put.includes(`"${name}"`)) &&
  !PATCHES.some((one) => !isHosts(one) && one.put.includes(`"${name}"`));
