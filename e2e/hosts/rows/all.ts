import { FRESH, FURNISHED } from "#cli/init/testing/hosts.js";
import type { Host } from "./host";
import { MIDDLEWARE } from "./middleware";
import { ODD } from "./odd";
import { OWN_CI } from "./own-ci";
import { BREAKS, serverInit } from "./sentry";

const ALL = ["sentry", "sentry-extra", "sentry-inngest", "sentry-inngest-ignored"];
const SERVER = serverInit(`  // Expected when a form is filled in wrongly.
  ignoreErrors: [/^ValidationError(:|$)/],
  integrations: [Sentry.pinoIntegration({ error: { levels: ["error"] } })],
`);
const furnishings = Object.fromEntries(
  Object.entries(FURNISHED).filter(([path, text]) => path !== "package.json" && FRESH[path] !== text),
);
const ONE_RUNTIME = `import * as Sentry from "@sentry/nextjs";

export async function register() {
  if (process.env.NEXT_RUNTIME === "nodejs") await import("./sentry.server.config");
}

export const onRequestError = Sentry.captureRequestError;
`;
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

/** As apps are. CI runs two of them; each is there by its name. */
export const HOSTS: readonly Host[] = [
  {
    name: "fresh",
    has: "what create-next-app writes: Cache Components, Tailwind 4, TypeScript; no Sentry, no Inngest",
    ci: true,
    checks: ["sentry"],
  },
  {
    name: "furnished",
    has: "Cache Components, Sentry and Inngest as their quickstarts write them, pino",
    checks: ALL,
    packages: ["@sentry/nextjs@11.5.0", "inngest@4.24.0", "pino@10.4.0"],
    files: { ...furnishings, "sentry.server.config.ts": SERVER },
    breaks: BREAKS,
  },
  ODD,
  {
    name: "javascript",
    has: "JavaScript without a tsconfig or an alias, `next.config.js` in CommonJS, as a function",
    checks: ["sentry"],
    gone: ["app", "tsconfig.json", "next.config.ts", "next-env.d.ts", "eslint.config.mjs"],
    files: {
      "next.config.js": `module.exports = async (phase, { defaultConfig }) => {
  return { ...defaultConfig, poweredByHeader: false };
};
`,
      "eslint.config.mjs": `import { defineConfig, globalIgnores } from "eslint/config";
import nextVitals from "eslint-config-next/core-web-vitals";

export default defineConfig([...nextVitals, globalIgnores([".next/**"])]);
`,
      "app/layout.js": `export default function Layout({ children }) {
  return (
    <html lang="en">
      <body>{children}</body>
    </html>
  );
}
`,
      "app/page.js": "export default function Page() {\n  return <p>Shop</p>;\n}\n",
    },
  },
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
      "instrumentation.ts": ONE_RUNTIME,
      "lib/logger.ts": FURNISHED["lib/logger.ts"] ?? "",
    },
    build: ["--webpack"],
    warned: "source_elsewhere",
    breaks: BREAKS,
  },
  {
    name: "locale",
    has: "the only root layout below a folder `[locale]`, no alias, own `middleware.ts` that sends every page to a locale",
    checks: ["sentry"],
    gone: ["app"],
    changed: { "tsconfig.json": (text) => text.replace(/,\s*"paths": \{[^}]*\}/, "") },
    files: {
      "app/[locale]/layout.tsx": `export const generateStaticParams = () => [{ locale: "en" }, { locale: "de" }];

export default async function Layout({ children, params }: LayoutProps<"/[locale]">) {
  const { locale } = await params;
  return (
    <html lang={locale}>
      <body>{children}</body>
    </html>
  );
}
`,
      "app/[locale]/page.tsx": "export default function Page() {\n  return <p>Shop</p>;\n}\n",
      "middleware.ts": `import { type NextRequest, NextResponse } from "next/server";

export function middleware(request: NextRequest) {
  if (/^\\/(en|de)(\\/|$)/.test(request.nextUrl.pathname)) return NextResponse.next();
  const to = request.nextUrl.clone();
  to.pathname = \`/en\${to.pathname}\`;
  return NextResponse.redirect(to);
}

export const config = { matcher: ["/((?!api|_next|admin/sentry|.*\\\\..*).*)"] };
`,
    },
    isStatic: false,
  },
  {
    name: "standalone",
    has: '`output: "standalone"`, started by its `server.js`; Sentry and Inngest, pino',
    checks: ALL,
    packages: ["@sentry/nextjs@11.5.0", "inngest@4.24.0", "pino@10.4.0"],
    files: {
      ...furnishings,
      "sentry.server.config.ts": SERVER,
      "next.config.ts":
        'import type { NextConfig } from "next";\n\nconst config: NextConfig = { output: "standalone" };\n\nexport default config;\n',
      "app/globals.css": "body {\n  margin: 0;\n}\n",
    },
    standalone: true,
    breaks: BREAKS,
  },
  {
    name: "pnpm",
    has: "pnpm, with its strict node_modules; Sentry and Inngest, pino",
    checks: ALL,
    packages: ["@sentry/nextjs@11.5.0", "inngest@4.24.0", "pino@10.4.0"],
    files: { ...furnishings, "sentry.server.config.ts": SERVER },
    pnpm: true,
    breaks: BREAKS,
  },
  {
    name: "workspace",
    has: "a workspace of a monorepo of npm; own Sentry, pino",
    checks: ["sentry", "sentry-extra"],
    packages: ["@sentry/nextjs@11.5.0", "pino@10.4.0"],
    files: {
      "sentry.server.config.ts": SERVER,
      "instrumentation.ts": ONE_RUNTIME,
      "lib/logger.ts": FURNISHED["lib/logger.ts"] ?? "",
    },
    workspace: true,
    breaks: BREAKS,
  },
  MIDDLEWARE,
  OWN_CI,
  tooOld("next-15", "Next.js 15", "next", "15.5.0"),
  tooOld("sdk-10", "Sentry's SDK 10", "@sentry/nextjs", "10.20.0"),
  tooOld("inngest-3", "Inngest 3", "inngest", "3.44.0"),
];
