/** The third step of the recipe, as the host's own files, where a host has no Sentry yet. */
const init = (
  name: string,
  more: string,
): string => `import { roundtripIntegration } from "@roundtrip/next/sentry";
import * as Sentry from "@sentry/nextjs";

const { SENTRY_DSN, SENTRY_ENVIRONMENT, SENTRY_PROJECT, COMMIT_SHA, COMMIT_TAG } = process.env;

if (SENTRY_DSN) {
  Sentry.init({
    dsn: SENTRY_DSN,
    environment: SENTRY_ENVIRONMENT || "dev",
    release: \`\${SENTRY_PROJECT || "${name}"}@\${COMMIT_SHA || "latest"}\`,
    initialScope: { tags: { commit_tag: COMMIT_TAG || COMMIT_SHA || "latest" } },
    tracesSampleRate: Number(process.env.SENTRY_TRACE_SAMPLE_RATE || 0),
    integrations: [roundtripIntegration()${more}],
  });
}
`;

/** @param name the app's: the first half of the release, where SENTRY_PROJECT is not set */
export const sentryServer = (name: string, logsByPino: boolean): string =>
  init(name, logsByPino ? `, Sentry.pinoIntegration({ error: { levels: ["error", "fatal"] } })` : "");

export const sentryEdge = (name: string): string => init(name, "");

/** Next.js writes NEXT_PUBLIC_ variables into what browsers load, when the app is built. */
export const sentryBrowser = (): string => `import { roundtripIntegration } from "@roundtrip/next/sentry";
import * as Sentry from "@sentry/nextjs";

if (process.env.NEXT_PUBLIC_SENTRY_DSN) {
  Sentry.init({
    dsn: process.env.NEXT_PUBLIC_SENTRY_DSN,
    environment: process.env.NEXT_PUBLIC_SENTRY_ENVIRONMENT || "dev",
    integrations: [roundtripIntegration()],
  });
}

export const onRouterTransitionStart = Sentry.captureRouterTransitionStart;
`;

/**
 * @param server what reaches the server's init from this file; null where it is not in a file of its own
 * @param roundtrip what reaches roundtrip.ts
 */
export const instrumentation = (
  server: string | null,
  edge: string | null,
  roundtrip: string,
): string => `import * as Sentry from "@sentry/nextjs";

export async function register() {
  if (process.env.NEXT_RUNTIME === "nodejs") {
${server ? `    await import("${server}");\n` : ""}    await (await import("${roundtrip}")).roundtrip.start();
  }
${edge ? `  if (process.env.NEXT_RUNTIME === "edge") await import("${edge}");\n` : ""}}

export const onRequestError = Sentry.captureRequestError;
`;
