import type { Files } from "#cli/init/testing/hosts.js";
import type { Host } from "./host";
import { BREAKS, POLICY, PROXY, serverInit } from "./sentry";

const SENTRY_OPTIONS = `{
  org: "acme",
  project: "shop",
  silent: true,
  widenClientFileUpload: true,
  tunnelRoute: "/monitoring",
}`;
const CONFIG = `import { withSentryConfig } from "@sentry/nextjs/config";
import type { NextConfig } from "next";

const nextConfig: NextConfig = {
  basePath: "/shop",
  trailingSlash: true,
  typedRoutes: true,
  reactCompiler: true,
  pageExtensions: ["ts", "tsx", "mdx"],
  poweredByHeader: false,
};

export default withSentryConfig(nextConfig, ${SENTRY_OPTIONS});
`;

const SERVER = serverInit(`  maxBreadcrumbs: 20,
  attachStacktrace: true,
  tracesSampler: () => 0,
  ignoreErrors: [/^ValidationError(:|$)/],
  integrations: [Sentry.pinoIntegration({ error: { levels: ["error", "fatal"] } })],
`);

const INSTRUMENTATION = `import * as Sentry from "@sentry/nextjs";
import type { Instrumentation } from "next";

export async function register() {
  if (process.env.NEXT_RUNTIME === "nodejs") {
    await import("./sentry.server.config");
  }
  if (process.env.NEXT_RUNTIME === "edge") {
    await import("./sentry.edge.config");
  }
}

export const onRequestError: Instrumentation.onRequestError = (error, request, context) => {
  console.error(\`shop: \${request.method} failed\`);
  Sentry.captureRequestError(error, request, context);
};
`;

/** As a page must be that has a nonce. */
export const LAYOUT = `import { connection } from "next/server";

export const metadata = { title: "Shop" };

export default async function RootLayout({ children }: { children: React.ReactNode }) {
  await connection();
  return (
    <html lang="en">
      <body>{children}</body>
    </html>
  );
}
`;

const page = (name: string, text: string): string => `export default function ${name}() {
  return <p>${text}</p>;
}
`;

const FILES: Files = {
  "next.config.ts": CONFIG,
  "src/sentry.server.config.ts": SERVER,
  "src/sentry.edge.config.ts": `import * as Sentry from "@sentry/nextjs";

Sentry.init({ dsn: process.env.SENTRY_DSN, tracesSampleRate: 0, maxBreadcrumbs: 20 });
`,
  "src/instrumentation-client.ts": `import * as Sentry from "@sentry/nextjs";

Sentry.init({
  dsn: process.env.NEXT_PUBLIC_SENTRY_DSN,
  replaysSessionSampleRate: 0,
  integrations: [Sentry.browserTracingIntegration()],
});

export const onRouterTransitionStart = Sentry.captureRouterTransitionStart;
`,
  "src/instrumentation.ts": INSTRUMENTATION,
  "src/proxy.ts": PROXY,
  "src/lib/logger.ts": `import pino from "pino";\n\nexport const logger = pino({ base: { app: "shop" } });\n`,
  "src/lib/order.ts": `import { z } from "zod";

export const Order = z.object({ item: z.string().min(1), count: z.number().int().positive() });
`,
  "src/inngest/client.ts": `import { Inngest } from "inngest";\n\nexport const inngest = new Inngest({ id: "shop" });\n`,
  "src/inngest/functions.ts": `import { Order } from "~/lib/order";
import { inngest } from "./client";

export const ordered = inngest.createFunction(
  { id: "ordered", triggers: [{ event: "shop/ordered" }] },
  async ({ event }) => Order.parse(event.data),
);
`,
  "src/app/api/inngest/route.ts": `import { serve } from "inngest/next";
import { inngest } from "~/inngest/client";
import { ordered } from "~/inngest/functions";

export const { GET, POST, PUT } = serve({ client: inngest, functions: [ordered] });
`,
  "src/app/layout.tsx": LAYOUT,
  "src/app/page.tsx": `import Link from "next/link";

export default function Home() {
  return <Link href="/admin">Shop</Link>;
}
`,
  "src/app/admin/layout.tsx": `import "./admin.css";

export default function AdminLayout({ children }: { children: React.ReactNode }) {
  return <main className="admin">{children}</main>;
}
`,
  "src/app/admin/admin.css": ".admin {\n  margin: 2rem;\n}\n",
  "src/app/admin/page.tsx": page("Admin", "The shop"),
  "src/app/admin/login/page.tsx": page("Login", "Sign in to the shop"),
  "src/app/api/health/route.ts": `export const GET = () => Response.json({ status: "the shop's" });\n`,
  "src/app/api/health/ready/route.ts": `export const GET = () => Response.json({ ready: "the shop is" });\n`,
  "src/pages/legacy.tsx": page("Legacy", "Made long ago"),
  "src/pages/api/legacy.ts": `import type { NextApiRequest, NextApiResponse } from "next";

export default function handler(_request: NextApiRequest, response: NextApiResponse) {
  response.json({ made: "long ago" });
}
`,
};

const CHECKS = ["sentry", "sentry-extra", "sentry-inngest", "sentry-inngest-ignored"];

/** As many of what hosts have as can be in one. */
export const ODD: Host = {
  name: "odd",
  has: "`basePath`, `trailingSlash`, `src/`, an alias of another name, `typedRoutes`, `pageExtensions`, React Compiler, no Cache Components, no Tailwind, zod 3, own `Sentry.init`, `withSentryConfig` with `tunnelRoute`, and `onRequestError`, own `proxy.ts` with a nonce policy for all pages, own pages below `admin` with a layout and a sign-in, own health routes, Pages Router beside, Inngest, pino",
  ci: true,
  checks: CHECKS,
  named: ["sentry-pages-api"],
  words: ["--checks", [...CHECKS, "sentry-pages-api"].join()],
  packages: [
    "@sentry/nextjs@11.5.0",
    "inngest@4.24.0",
    "pino@10.4.0",
    "zod@3.25.76",
    "babel-plugin-react-compiler@1.0.0",
  ],
  files: FILES,
  gone: ["app"],
  changed: { "tsconfig.json": (text) => text.replace('"@/*": ["./*"]', '"~/*": ["./src/*"]') },
  basePath: "/shop",
  inngest: "/api/inngest/",
  keeps: { "next.config.ts": [`withSentryConfig(nextConfig, ${SENTRY_OPTIONS})`] },
  isStatic: false,
  breaks: [...BREAKS, POLICY],
};
