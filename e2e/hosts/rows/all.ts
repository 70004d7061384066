import { FRESH, FURNISHED } from "#cli/init/testing/hosts.js";
import { BRINGS_INNGEST } from "./brings-inngest";
import { CONSOLE } from "./console";
import type { Host } from "./host";
import { JAVASCRIPT } from "./javascript";
import { LOCALE, LOCALE_PROXY } from "./locale";
import { MIDDLEWARE } from "./middleware";
import { ODD } from "./odd";
import { OWN_CI } from "./own-ci";
import { PAGE_EXTENSIONS, ROOT_OF_SRC } from "./refused";
import { BREAKS, ONE_RUNTIME, POLICY, PROXY, serverInit } from "./sentry";

const ALL = ["sentry", "sentry-extra", "sentry-inngest", "sentry-inngest-ignored"];
/** What init writes where it is named. */
const NAMED = ["sentry-inngest-step", "sentry-after", "sentry-unawaited", "sentry-metadata", "sentry-stream"];
const SERVER = serverInit(`  // Expected when a form is filled in wrongly.
  ignoreErrors: [/^ValidationError(:|$)/],
  integrations: [Sentry.pinoIntegration({ error: { levels: ["error"] } })],
`);
const furnishings = Object.fromEntries(
  Object.entries(FURNISHED).filter(([path, text]) => path !== "package.json" && FRESH[path] !== text),
);
const declaring =
  (name: string, range: string) =>
  (text: string): string => {
    const manifest = JSON.parse(text) as { dependencies: Record<string, string> };
    const dependencies = { ...manifest.dependencies, [name]: range };
    return `${JSON.stringify({ ...manifest, dependencies }, null, 2)}\n`;
  };
/** A host that init refuses by what its package.json asks for: nothing of it is installed. */
const tooOld = (name: string, has: string, dependency: string, range: string): Host => ({
  name,
  has,
  checks: [],
  changed: { "package.json": declaring(dependency, range) },
  gone: [`node_modules/${dependency}`],
  refused: new RegExp(`${dependency} .* is too old`),
});

/** As apps are. CI runs three of them; each is there by its name. */
export const HOSTS: readonly Host[] = [
  {
    name: "fresh",
    has: "what create-next-app writes: Cache Components, Tailwind 4, TypeScript; no Sentry, no Inngest; a scheduler is its canary",
    ci: true,
    scheduled: true,
    checks: ["sentry"],
  },
  {
    name: "furnished",
    has: "Cache Components, Sentry and Inngest as their quickstarts write them, pino, own `proxy.ts` with a nonce policy",
    ci: true,
    checks: ALL,
    named: NAMED,
    words: ["--checks", [...ALL, ...NAMED].join()],
    packages: ["@sentry/nextjs@11.5.0", "inngest@4.24.0", "pino@10.4.0"],
    files: { ...furnishings, "sentry.server.config.ts": SERVER, "proxy.ts": PROXY },
    breaks: [...BREAKS, POLICY],
  },
  ODD,
  JAVASCRIPT,
  {
    name: "webpack",
    has: "built by `next build --webpack`; a configuration as an ES module; own Sentry, pino",
    checks: ["sentry", "sentry-extra"],
    packages: ["@sentry/nextjs@11.5.0", "pino@10.4.0"],
    gone: ["next.config.ts"],
    files: {
      "next.config.mjs":
        "/** @type {import('next').NextConfig} */\nexport default { poweredByHeader: false };\n",
      "app/globals.css": "body {\n  margin: 0;\n}\n",
      "sentry.server.config.ts": SERVER,
      "proxy.ts": PROXY,
      "instrumentation.ts": ONE_RUNTIME,
      "lib/logger.ts": FURNISHED["lib/logger.ts"] ?? "",
    },
    build: ["--webpack"],
    warned: "source_elsewhere",
    breaks: [...BREAKS, POLICY],
  },
  LOCALE,
  LOCALE_PROXY,
  {
    name: "standalone",
    has: '`output: "standalone"`, started by its `server.js`; Sentry and Inngest, pino',
    checks: ALL,
    packages: ["@sentry/nextjs@11.5.0", "inngest@4.24.0", "pino@10.4.0"],
    files: {
      ...furnishings,
      "sentry.server.config.ts": SERVER,
      "proxy.ts": PROXY,
      "next.config.ts":
        'import type { NextConfig } from "next";\n\nconst config: NextConfig = { output: "standalone" };\n\nexport default config;\n',
      "app/globals.css": "body {\n  margin: 0;\n}\n",
    },
    standalone: true,
    breaks: [...BREAKS, POLICY],
  },
  {
    name: "pnpm",
    has: "pnpm, with its strict node_modules; Sentry and Inngest, pino",
    checks: ALL,
    packages: ["@sentry/nextjs@11.5.0", "inngest@4.24.0", "pino@10.4.0"],
    files: { ...furnishings, "sentry.server.config.ts": SERVER, "proxy.ts": PROXY },
    pnpm: true,
    breaks: [...BREAKS, POLICY],
  },
  {
    name: "workspace",
    has: "a workspace of a monorepo of npm; own Sentry, pino",
    checks: ["sentry", "sentry-extra"],
    packages: ["@sentry/nextjs@11.5.0", "pino@10.4.0"],
    files: {
      "sentry.server.config.ts": SERVER,
      "proxy.ts": PROXY,
      "instrumentation.ts": ONE_RUNTIME,
      "lib/logger.ts": FURNISHED["lib/logger.ts"] ?? "",
    },
    workspace: true,
    breaks: [...BREAKS, POLICY],
  },
  MIDDLEWARE,
  OWN_CI,
  CONSOLE,
  BRINGS_INNGEST,
  PAGE_EXTENSIONS,
  ROOT_OF_SRC,
  tooOld("next-15", "Next.js 15", "next", "15.5.0"),
  tooOld("sdk-10", "Sentry's SDK 10", "@sentry/nextjs", "10.20.0"),
  tooOld("inngest-3", "Inngest 3", "inngest", "3.44.0"),
];
