import type { Files } from "#cli/init/testing/hosts.js";
import type { Host } from "./host";
import { BREAKS, serverInit } from "./sentry";

const SERVER = serverInit(`  ignoreErrors: ["AbortError"],
  integrations: [Sentry.pinoIntegration({ error: { levels: ["error", "fatal"] } })],
`);

/** The browser's start, and no error on the way: what an app's owner asks of each change. */
const SPEC = `import { expect, test } from "@playwright/test";

test("the shop opens, and leads to its older pages", async ({ page }) => {
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error") errors.push(message.text());
  });
  await page.goto("/");
  const title = page.getByRole("heading", { name: "Shop" });
  await expect(title).toHaveCSS("font-size", "36px");
  await expect(title).toHaveCSS("margin-top", "0px");
  await page.getByRole("link", { name: "Older" }).click();
  await expect(page.getByText("Made long ago")).toBeVisible();
  expect(errors).toEqual([]);
});

test("an order is checked", async ({ request }) => {
  const response = await request.post("/api/order", { data: { item: "", count: 0 } });
  expect(response.status()).toBe(422);
});
`;

const PLAYWRIGHT = `import { defineConfig } from "@playwright/test";

const url = \`http://127.0.0.1:\${process.env.PORT ?? "3000"}\`;
const executablePath = process.env.CHROMIUM;

export default defineConfig({
  testDir: "tests",
  outputDir: "node_modules/.cache/playwright",
  use: {
    baseURL: url,
    launchOptions: { args: ["--no-sandbox"], ...(executablePath ? { executablePath } : {}) },
  },
  webServer: { command: "npm run start -- --hostname 127.0.0.1", url },
});
`;

const ESLINT = `import { defineConfig, globalIgnores } from "eslint/config";
import nextVitals from "eslint-config-next/core-web-vitals";
import nextTs from "eslint-config-next/typescript";

export default defineConfig([
  ...nextVitals,
  ...nextTs,
  {
    rules: {
      eqeqeq: "error",
      "no-console": "warn",
      "prefer-const": "warn",
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/no-non-null-assertion": "error",
      "@typescript-eslint/consistent-type-imports": "warn",
    },
  },
  globalIgnores([".next/**", "next-env.d.ts"]),
]);
`;

const STRICT = {
  noUncheckedIndexedAccess: true,
  noUnusedLocals: true,
  noUnusedParameters: true,
  noImplicitOverride: true,
  noImplicitReturns: true,
  exactOptionalPropertyTypes: true,
  verbatimModuleSyntax: true,
};

const FILES: Files = {
  "next.config.ts": `import type { NextConfig } from "next";

const config: NextConfig = { poweredByHeader: false };

export default config;
`,
  "eslint.config.mjs": ESLINT,
  "playwright.config.ts": PLAYWRIGHT,
  "tests/shop.spec.ts": SPEC,
  "postcss.config.mjs": "const config = { plugins: { tailwindcss: {} } };\n\nexport default config;\n",
  "tailwind.config.ts": `import type { Config } from "tailwindcss";

const config: Config = { content: ["./app/**/*.tsx", "./pages/**/*.tsx"] };

export default config;
`,
  "app/globals.css": "@tailwind base;\n@tailwind components;\n@tailwind utilities;\n",
  "app/layout.tsx": `import "./globals.css";

export default function RootLayout({ children }: { children: React.ReactNode }) {
  return (
    <html lang="en">
      <body>{children}</body>
    </html>
  );
}
`,
  "app/page.tsx": `import Link from "next/link";

export default function Home() {
  return (
    <main>
      <h1 className="text-4xl">Shop</h1>
      <Link href="/older">Older</Link>
    </main>
  );
}
`,
  "app/api/order/route.ts": `import { z } from "zod";

const Order = z.object({ item: z.string().min(1), count: z.number().int().positive() });

export async function POST(request: Request) {
  const order = Order.safeParse(await request.json());
  return order.success
    ? Response.json(order.data)
    : Response.json(order.error.flatten(), { status: 422 });
}
`,
  "pages/_app.tsx": `import type { AppProps } from "next/app";
import "../app/globals.css";

export default function App({ Component, pageProps }: AppProps) {
  return <Component {...pageProps} />;
}
`,
  "pages/older.tsx": "export default function Older() {\n  return <p>Made long ago</p>;\n}\n",
  "pages/api/older.ts": `import type { NextApiRequest, NextApiResponse } from "next";

export default function handler(_request: NextApiRequest, response: NextApiResponse) {
  response.json({ made: "long ago" });
}
`,
  "lib/logger.ts": `import pino from "pino";\n\nexport const logger = pino({ base: { app: "shop" } });\n`,
  "sentry.server.config.ts": SERVER,
  "instrumentation.ts": `import * as Sentry from "@sentry/nextjs";

export async function register() {
  if (process.env.NEXT_RUNTIME === "nodejs") await import("./sentry.server.config");
}

export const onRequestError = Sentry.captureRequestError;
`,
};

const manifest = (text: string): string => {
  const whole = JSON.parse(text) as { scripts: Record<string, string> };
  const ci = "next build && eslint . --max-warnings 0 && tsc --noEmit && playwright test";
  return `${JSON.stringify({ ...whole, scripts: { ...whole.scripts, ci } }, null, 2)}\n`;
};

const strict = (text: string): string =>
  text.replace('"strict": true,', `"strict": true,${JSON.stringify(STRICT).slice(1, -1)},`);

/** What an app asks of itself, before and after. */
export const OWN_CI: Host = {
  name: "own-ci",
  has: "a CI of its own: eslint with more rules and no warning, tsc with every strict option, Playwright's tests; Tailwind 3, zod 3, Pages Router beside; own Sentry, pino",
  checks: ["sentry", "sentry-extra"],
  named: ["sentry-pages-api"],
  words: ["--checks", "sentry,sentry-extra,sentry-pages-api"],
  packages: [
    "@sentry/nextjs@11.5.0",
    "pino@10.4.0",
    "zod@3.25.76",
    "tailwindcss@3.4.17",
    "postcss@8.5.6",
    "@playwright/test@1.65.1",
  ],
  changed: { "package.json": manifest, "tsconfig.json": strict },
  files: FILES,
  pipeline: "ci",
  breaks: [
    ...BREAKS,
    {
      title: "its own beforeSend drops an error of the Pages Router",
      env: { SHOP_KEEPS_QUIET: "1" },
      check: "sentry-pages-api",
      cause: "dropped_before_send",
    },
  ],
};
