import { FURNISHED } from "#cli/init/testing/hosts.js";
import type { Host } from "./host";
import { LAYOUT } from "./odd";
import { BREAKS, POLICY, PROXY, serverInit } from "./sentry";

const taken = (...paths: readonly string[]) =>
  Object.fromEntries(paths.map((path) => [path, FURNISHED[path] ?? ""]));

/** What Next.js calls a proxy today, under its older name: an app may have one of the two. */
export const MIDDLEWARE: Host = {
  name: "middleware",
  has: "own `middleware.ts` with a nonce policy for all pages, `assetPrefix`, own Sentry in all three runtimes",
  checks: ["sentry"],
  packages: ["@sentry/nextjs@11.5.0"],
  gone: ["app"],
  files: {
    ...taken("sentry.edge.config.ts", "instrumentation-client.ts", "instrumentation.ts"),
    "sentry.server.config.ts": serverInit("  maxBreadcrumbs: 20,\n"),
    "next.config.ts": `import type { NextConfig } from "next";

const config: NextConfig = { assetPrefix: "/of-the-shop", poweredByHeader: false };

export default config;
`,
    "middleware.ts": PROXY.replace("export function proxy(", "export function middleware("),
    "app/layout.tsx": LAYOUT,
    "app/page.tsx": "export default function Page() {\n  return <p>Shop</p>;\n}\n",
  },
  isStatic: false,
  breaks: [...BREAKS, POLICY],
};
