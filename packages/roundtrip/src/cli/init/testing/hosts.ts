import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

export type Files = Readonly<Record<string, string>>;

export const manifest = (dependencies: Files, more: Record<string, unknown> = {}): string =>
  `${JSON.stringify({ name: "shop", private: true, ...more, dependencies: { next: "16.4.3", react: "19.3.0", ...dependencies } }, null, 2)}\n`;

const PAGE = "export default function Page() {\n  return <p>Shop</p>;\n}\n";
const LAYOUT = `export default function RootLayout({ children }: { children: React.ReactNode }) {
  return (
    <html lang="en">
      <body>{children}</body>
    </html>
  );
}
`;
const CONFIG = `import type { NextConfig } from "next";

const nextConfig: NextConfig = {
  /* config options here */
  cacheComponents: true,
};

export default nextConfig;
`;

/** As create-next-app writes it, as far as init looks. */
export const FRESH: Files = {
  "package.json": manifest({}),
  "package-lock.json": "{}\n",
  "tsconfig.json": `{\n  "compilerOptions": { "paths": { "@/*": ["./*"] } }, // ours\n}\n`,
  ".gitignore": "/node_modules\n.env*\n",
  "next.config.ts": CONFIG,
  "app/layout.tsx": LAYOUT,
  "app/page.tsx": PAGE,
};

/** Sentry and Inngest as their own quickstarts write them, and a pino logger. */
export const FURNISHED: Files = {
  ...FRESH,
  "package.json": manifest({ "@sentry/nextjs": "^11.5.0", inngest: "^4.24.0", pino: "^10.4.0" }),
  "sentry.server.config.ts": `// Sentry on the server: https://docs.sentry.io/platforms/javascript/guides/nextjs/

import * as Sentry from "@sentry/nextjs";

Sentry.init({
  dsn: process.env.SENTRY_DSN,
  environment: process.env.SENTRY_ENVIRONMENT,
  release: [process.env.SENTRY_PROJECT, process.env.COMMIT_SHA].join("@"),
  initialScope: { tags: { commit_tag: process.env.COMMIT_SHA } },
  // Expected when a form is filled in wrongly.
  ignoreErrors: [/^ValidationError(:|$)/],
  integrations: [Sentry.pinoIntegration({ error: { levels: ["error"] } })],
});
`,
  "sentry.edge.config.ts": `import * as Sentry from "@sentry/nextjs";

Sentry.init({ dsn: process.env.SENTRY_DSN, tracesSampleRate: 1 });
`,
  "instrumentation-client.ts": `import * as Sentry from "@sentry/nextjs";

Sentry.init({
  dsn: process.env.NEXT_PUBLIC_SENTRY_DSN,
});

export const onRouterTransitionStart = Sentry.captureRouterTransitionStart;
`,
  "instrumentation.ts": `import * as Sentry from "@sentry/nextjs";

export async function register() {
  if (process.env.NEXT_RUNTIME === "nodejs") {
    await import("./sentry.server.config");
  }

  if (process.env.NEXT_RUNTIME === "edge") {
    await import("./sentry.edge.config");
  }
}

export const onRequestError = Sentry.captureRequestError;
`,
  "lib/logger.ts": `import pino from "pino";\n\nexport const logger = pino();\n`,
  "inngest/client.ts": `import { Inngest } from "inngest";\n\nexport const inngest = new Inngest({ id: "shop" });\n`,
  "inngest/functions.ts": `import { inngest } from "./client";

export const hello = inngest.createFunction({ id: "hello", triggers: [{ event: "hello" }] }, async () => "hello");
`,
  "app/api/inngest/route.ts": `import { serve } from "inngest/next";
import { inngest } from "@/inngest/client";
import { hello } from "@/inngest/functions";

export const { GET, POST, PUT } = serve({ client: inngest, functions: [hello] });
`,
};

/** Folders of hosts, until they are taken away. */
export function hostFolders() {
  const made: string[] = [];
  return {
    lay(files: Files): string {
      const root = mkdtempSync(join(tmpdir(), "roundtrip-init-"));
      made.push(root);
      for (const [path, text] of Object.entries(files)) put(root, path, text);
      return root;
    },
    clear: () => {
      for (const root of made) rmSync(root, { recursive: true, force: true });
    },
  };
}

export function put(root: string, path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

/** Everything in a folder but git's own, by its path. */
export function contentOf(root: string): Record<string, string> {
  const files: Record<string, string> = {};
  for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name).slice(root.length + 1);
    if (entry.isFile() && !path.startsWith(".git/")) files[path] = readFileSync(join(root, path), "utf8");
  }
  return files;
}
