import { type Files, FRESH, FURNISHED, manifest } from "./hosts.js";

const without = (files: Files, ...gone: string[]): Files =>
  Object.fromEntries(Object.entries(files).filter(([path]) => !gone.includes(path)));
const within = (files: Files): Files =>
  Object.fromEntries(
    Object.entries(files).map(([path, text]) => [
      /^(app|lib|inngest|sentry|instrumentation)/.test(path) ? `src/${path}` : path,
      text,
    ]),
  );

/** Hosts as people have them, by what is odd about them. */
export const SHAPES: Readonly<Record<string, Files>> = {
  "fresh, as create-next-app writes it": FRESH,
  "with Sentry, Inngest and pino": FURNISHED,
  "in src/, with an alias of its own": {
    ...within(FURNISHED),
    "tsconfig.json": `{ "compilerOptions": { "baseUrl": ".", "paths": { "~/*": ["src/*"] } } }\n`,
    "src/app/api/inngest/route.ts": `import { serve } from "inngest/next";\nimport { inngest } from "~/inngest/client";\n\nexport const { GET, POST, PUT } = serve({ client: inngest, functions: [] });\n`,
  },
  "in src/, with Sentry's files at the root": {
    ...within(FRESH),
    "package.json": manifest({ "@sentry/nextjs": "^11.5.0" }),
    "sentry.server.config.ts": FURNISHED["sentry.server.config.ts"] ?? "",
    "src/instrumentation.ts": `export async function register() {\n  if (process.env.NEXT_RUNTIME === 'nodejs') await import('../sentry.server.config');\n}\n`,
  },
  "with its Inngest route at an address of its own": {
    ...without(FURNISHED, "app/api/inngest/route.ts"),
    "app/(hooks)/hooks/inngest/route.ts": FURNISHED["app/api/inngest/route.ts"] ?? "",
  },
  "without an alias": { ...FURNISHED, "tsconfig.json": "{}\n" },
  "in JavaScript, with a CommonJS configuration": {
    "package.json": manifest({}),
    "yarn.lock": "",
    "next.config.js": `/** @type {import('next').NextConfig} */\nconst nextConfig = {}\n\nmodule.exports = nextConfig\n`,
    "app/layout.js": `export default function Layout({ children }) {\n  return <html><body>{children}</body></html>\n}\n`,
    "app/page.js": "export default function Page() {\n  return <p>Shop</p>\n}\n",
  },
  "with a configuration in .mjs, as a function": {
    ...without(FRESH, "next.config.ts"),
    "next.config.mjs": `import { PHASE } from 'next/constants.js'\n\nexport default async function config(phase) {\n  return phase === PHASE ? {} : { poweredByHeader: false }\n}\n`,
  },
  "with a configuration that Sentry wraps": {
    ...FURNISHED,
    "next.config.ts": `import { withSentryConfig } from "@sentry/nextjs/config";\n\nexport default withSentryConfig({ poweredByHeader: false }, { org: "acme", tunnelRoute: "/tunnel" });\n`,
  },
  "with a configuration that is an object in place": {
    ...FRESH,
    "next.config.ts": `export default { poweredByHeader: false } satisfies import("next").NextConfig;\n`,
  },
  "without a configuration": without(FRESH, "next.config.ts"),
  "without a .gitignore": without(FRESH, ".gitignore"),
  "with tabs, single quotes, no semicolons, and Windows' line ends": {
    ...FURNISHED,
    "sentry.server.config.ts":
      "import * as Sentry from '@sentry/nextjs'\r\n\r\nif (process.env.SENTRY_DSN) {\r\n\tSentry.init({\r\n\t\tdsn: process.env.SENTRY_DSN, // ours\r\n\t})\r\n}\r\n",
  },
  "with a register that is no async function, and no onRequestError": {
    ...FURNISHED,
    "instrumentation.ts": `import "./sentry.server.config";\n\nexport function register() {\n  console.log("up");\n}\n`,
  },
  "with an instrumentation that registers nothing": {
    ...FURNISHED,
    "instrumentation.ts": `export { captureRequestError as onRequestError } from "@sentry/nextjs";\n`,
  },
  "with Sentry.init in instrumentation.ts": {
    ...without(FURNISHED, "sentry.server.config.ts", "sentry.edge.config.ts"),
    "instrumentation.ts": `import { captureRequestError, init } from "@sentry/nextjs";\n\nexport const register = async () => {\n  init({ dsn: process.env.SENTRY_DSN });\n};\n\nexport const onRequestError = captureRequestError;\n`,
  },
  "with functions of Inngest in a list elsewhere": {
    ...FURNISHED,
    "app/api/inngest/route.ts": `import { serve } from "inngest/next";\nimport { inngest } from "@/inngest/client";\nimport { functions } from "@/inngest/functions";\n\nexport const { GET, POST, PUT } = serve({ client: inngest, functions });\n`,
  },
  "with an Inngest client that reports by a middleware": {
    ...FURNISHED,
    "inngest/client.ts": `import { Inngest } from "inngest";\nimport { own } from "./own";\n\nexport const inngest = new Inngest({ id: "shop", middleware: [own] });\n`,
  },
  "whose only root layout is of a locale": {
    ...without(FRESH, "app/layout.tsx", "app/page.tsx"),
    "app/[locale]/layout.tsx": FRESH["app/layout.tsx"] ?? "",
    "app/[locale]/page.tsx": FRESH["app/page.tsx"] ?? "",
  },
  "with pages of its own beside Roundtrip's, and a proxy": {
    ...FRESH,
    "app/(back)/admin/layout.tsx":
      "export default ({ children }: { children: React.ReactNode }) => children;\n",
    "app/(back)/admin/page.tsx": FRESH["app/page.tsx"] ?? "",
    "app/api/health/route.ts": `export const GET = () => Response.json({});\n`,
    "proxy.ts": "export function proxy() {}\n",
  },
};
