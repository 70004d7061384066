import type { Host } from "./host";
import { BREAKS, ONE_RUNTIME, POLICY, PROXY, serverInit } from "./sentry";

/** An app that has no task yet, and whose owner wants the task's check. */
export const BRINGS_INNGEST: Host = {
  name: "brings-inngest",
  has: "no Inngest, which `init --checks sentry,sentry-inngest` installs, with a client and a route; `src/`, a configuration as an ES module, as a function, own Sentry",
  checks: ["sentry", "sentry-inngest"],
  words: ["--checks", "sentry,sentry-inngest"],
  packages: ["@sentry/nextjs@11.5.0"],
  gone: ["app", "next.config.ts"],
  changed: { "tsconfig.json": (text) => text.replace('"@/*": ["./*"]', '"@/*": ["./src/*"]') },
  files: {
    "next.config.mjs": `/** @returns {Promise<import("next").NextConfig>} */
export default async function config() {
  return { poweredByHeader: false };
}
`,
    "src/sentry.server.config.ts": serverInit(""),
    "src/instrumentation.ts": ONE_RUNTIME,
    "src/proxy.ts": PROXY,
    "src/app/layout.tsx": `export default function RootLayout({ children }: { children: React.ReactNode }) {
  return (
    <html lang="en">
      <body>{children}</body>
    </html>
  );
}
`,
    "src/app/page.tsx": "export default function Page() {\n  return <p>Shop</p>;\n}\n",
  },
  // What Inngest shares with Sentry's SDK is of a newer version afterwards.
  left: ["package-lock.json"],
  breaks: [...BREAKS, POLICY],
};
