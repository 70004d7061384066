import { around, atBeginningOf } from "../owner";
import type { Host } from "./host";
import { BREAKS, ONE_RUNTIME, serverInit } from "./sentry";

const HEAD = "export function middleware(request: NextRequest) {";
const PAGES = {
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
};
const TO_LOCALE = `  if (/^\\/(en|de)(\\/|$)/.test(request.nextUrl.pathname)) return NextResponse.next();
  const to = request.nextUrl.clone();
  to.pathname = \`/en\${to.pathname}\`;
  return NextResponse.redirect(to);`;
/** Addresses of the API, too: nothing is left out but what Next.js itself serves. */
const MATCHER = `export const config = { matcher: ["/((?!_next|.*\\\\..*).*)"] };`;
const withoutAlias = (text: string): string => text.replace(/,\s*"paths": \{[^}]*\}/, "");

export const LOCALE: Host = {
  name: "locale",
  has: "the only root layout below a folder `[locale]`, no alias, own `middleware.ts` that sends every address to a locale, with the line that init prints",
  checks: ["sentry"],
  gone: ["app"],
  changed: { "tsconfig.json": withoutAlias },
  files: {
    ...PAGES,
    "middleware.ts": `import { type NextRequest, NextResponse } from "next/server";

${HEAD}
${TO_LOCALE}
}

${MATCHER}
`,
  },
  printed: { "middleware.ts": atBeginningOf(HEAD) },
  isStatic: false,
};

/** As libraries for languages have it: the file shows no function. */
export const LOCALE_PROXY: Host = {
  name: "locale-proxy",
  has: "the same with own `proxy.ts`, whose function another file makes, in the wrapper that init prints; own Sentry",
  checks: ["sentry"],
  packages: ["@sentry/nextjs@11.5.0"],
  gone: ["app"],
  files: {
    ...PAGES,
    "sentry.server.config.ts": serverInit(""),
    "instrumentation.ts": ONE_RUNTIME,
    "lib/languages.ts": `import { type NextRequest, NextResponse } from "next/server";

export const languages = () => (request: NextRequest) => {
${TO_LOCALE}
};
`,
    "proxy.ts": `import { languages } from "@/lib/languages";

export default languages();

${MATCHER}
`,
  },
  printed: { "proxy.ts": around("export default languages();", "languages()") },
  isStatic: false,
  breaks: BREAKS,
};
