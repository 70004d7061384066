import { fault, OF_BROWSER, OF_EDGE, OF_NODE, pageFault } from "./options";

/** One place of the code that a fault of the altered build sits in. */
interface Patch {
  file: string;
  /** Stands there exactly once: else the code has moved on, and this patch must as well. */
  find: string;
  put: string;
}

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
    put: `type Integrations = Parameters<typeof Sentry.addIntegration>[0][];
const given = (list: Integrations) =>
  ${fault("edge-integrations-function")} ? (own: Integrations) => [...own, ...list] : list;
if (${fault("edge-init-before")}) Sentry.init({ dsn: process.env.SENTRY_DSN ?? "" });
if (process.env.SENTRY_DSN && !(${fault("no-edge-sdk")}))
  Sentry.init({`,
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
    // Last: what an app gives later replaces what it gave before.
    file: "sentry.edge.config.ts",
    find: "    integrations: [roundtripIntegration(), secretsIntegration(), ignoreTypes(IGNORED_TYPES)],\n  });\n",
    put: `${OF_EDGE}
    integrations: given([
      ...(${fault("no-edge-integration")} || ${fault("edge-integration-late")} ? [] : [roundtripIntegration()]),
      ...(${fault("edge-integration-twice")} ? [roundtripIntegration()] : []),
      secretsIntegration(), ignoreTypes(IGNORED_TYPES),
    ]),
  });
if (${fault("edge-integration-late")}) Sentry.addIntegration(roundtripIntegration());
`,
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
    put: `if (!options || ${pageFault("no-browser-sdk")}) return;
  if (${pageFault("browser-init-before")}) Sentry.init({ dsn: options.dsn });`,
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
  });
  if (${pageFault("browser-integration-late")}) Sentry.addIntegration(roundtripIntegration());`,
  },
  {
    file: "sentry.client.config.ts",
    find: "integrations: [\n      roundtripIntegration(),",
    put: `integrations: (own) => [
      ...(${pageFault("no-browser-integration")} || ${pageFault("browser-integration-late")} ? [] : [roundtripIntegration()]),
      ...(${pageFault("browser-integration-twice")} ? [roundtripIntegration()] : []),`,
  },
  {
    file: "sentry.client.config.ts",
    find: "tracesSampler: traceSampler(options.tracesSampleRate ?? 0),",
    put: `tracesSampler: ${pageFault("browser-own-sampler")} ? () => 1 : traceSampler(options.tracesSampleRate ?? 0),`,
  },
  {
    file: "sentry.client.config.ts",
    find: "...options,",
    put: `...options,
${OF_BROWSER}`,
  },
  {
    file: "sentry.client.config.ts",
    find: "(isServerError(hint.originalException) ? null : event)",
    put: `${pageFault("browser-before-send-hangs")} ? new Promise<never>(() => undefined) :
      ${pageFault("browser-before-send-throws")} ? (() => { throw new Error("a mistake"); })() :
      ${pageFault("browser-rewrites-id")} ? { ...event, event_id: crypto.randomUUID().replaceAll("-", "") } :
      (${pageFault("browser-before-send")} || isServerError(hint.originalException) ? null : event)`,
  },
  {
    file: "app/report.ts",
    find: "if (digestOf(error) === null) reportError",
    put: `if (digestOf(error) === null && !(${pageFault("silent-boundary")})) reportError`,
  },
  {
    // No fault, as the next: an app has tasks of its own, and Server Actions.
    file: "app/api/inngest/route.ts",
    find: 'import { tasks } from "@/inngest/tasks";',
    put: `import { ownTask } from "@/inngest/own";
import { tasks as ours } from "@/inngest/tasks";

const tasks = [...ours, ownTask];`,
  },
  {
    file: "proxy.ts",
    find: '{ source: "/:path*", has: [{ type: "header", key: "next-action" }] },',
    put: '{ source: "/((?!own/).*)", has: [{ type: "header", key: "next-action" }] },',
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

/** Where the running app is told which of the faults that are read anew is chosen. */
export const FAULT_PATH = "/own/fault";

/** Code of the app's own, which knows nothing of checks: what becomes of its errors must become of theirs. */
export const OWN: Readonly<Record<string, string>> = {
  "app/own/uncaught/route.ts": `
export const dynamic = "force-dynamic";
export const GET = (request: Request) => {
  throw new TypeError(\`own error \${new URL(request.url).searchParams.get("mark")}\`);
};`,
  "app/own/render/page.tsx": `
export const dynamic = "force-dynamic";
export default async function Page({ searchParams }: { searchParams: Promise<{ mark?: string }> }) {
  const { mark } = await searchParams;
  if (mark) throw new TypeError(\`own error \${mark}\`);
  return null;
}`,
  "app/own/action/page.tsx": `
export const dynamic = "force-dynamic";
async function act(mark: unknown) {
  "use server";
  throw new TypeError(\`own error \${mark}\`);
}
export default function Page() {
  return <form action={act} />;
}`,
  "app/own/edge/route.ts": `
export const runtime = "edge";
export const GET = (request: Request) => {
  throw new TypeError(\`own error \${new URL(request.url).searchParams.get("mark")}\`);
};`,
  "inngest/own.ts": `import { inngest } from "./client";
export const ownTask = inngest.createFunction(
  { id: "own", retries: 1, triggers: [{ event: "own/raise" }] },
  async ({ event }) => {
    throw new TypeError(\`own error \${event.data.mark}\`);
  },
);`,
  "app/own/task/route.ts": `import { inngest } from "@/inngest/client";
export const dynamic = "force-dynamic";
export const GET = async (request: Request) => {
  const mark = new URL(request.url).searchParams.get("mark");
  await inngest.send({ name: "own/raise", data: { mark } });
  return Response.json({ status: "ok" });
};`,
  "app/own/page/route.ts": `
export const POST = () => new Response("<!DOCTYPE html><p>Sign in</p>", { headers: { "content-type": "text/html" } });`,
  [`app${FAULT_PATH}/route.ts`]: `
export const PUT = async (request: Request) => {
  process.env.SABOTAGE_FAULT = await request.text();
  return new Response(null, { status: 204 });
};`,
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

/** Runs in a browser, or answers one. What else reads a fault may do so once, when the app starts. */
const READ_ANEW = new Set([
  "app/report.ts",
  "app/sentry-settings/route.ts",
  "instrumentation-client.ts",
  "sentry.client.config.ts",
]);

/** True for a fault that a running app can be told of: it need not start again. */
export const isReadAnew = (name: string): boolean => {
  const places = PATCHES.filter(({ put }) => put.includes(`"${name}"`));
  return places.length > 0 && places.every(({ file }) => READ_ANEW.has(file));
};
