import type { Host } from "./host";
import { BREAKS, ONE_RUNTIME, POLICY, PROXY, serverInit } from "./sentry";

export const JAVASCRIPT: Host = {
  name: "javascript",
  has: "JavaScript without a tsconfig or an alias, `next.config.js` in CommonJS, as a function; own Sentry, started by `instrumentation.js`; ioredis, and also run by a host that stops the process after each answer",
  checks: ["sentry"],
  packages: ["@sentry/nextjs@11.5.0", "ioredis@6.0.0"],
  breaks: [...BREAKS, POLICY],
  stopped: true,
  gone: ["app", "tsconfig.json", "next.config.ts", "next-env.d.ts", "eslint.config.mjs"],
  files: {
    "sentry.server.config.js": serverInit(""),
    "instrumentation.js": ONE_RUNTIME,
    "proxy.js": PROXY.replace("type NextRequest, ", "").replace("request: NextRequest", "request"),
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
};
