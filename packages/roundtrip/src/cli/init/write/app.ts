/**
 * What this app takes of Roundtrip.
 * @param inngest what reaches the app's Inngest route, where it has one
 */
export const roundtripFile = (checks: readonly string[], inngest: string | null): string =>
  `import { createRoundtrip } from "@roundtrip/next";

/** The errors that this app raises on purpose, to prove that they reach Sentry. */
export const roundtrip = createRoundtrip({
  checks: [${checks.map((name) => `"${name}"`).join(", ")}],${inngest ? `\n  inngest: () => import("${inngest}"),` : ""}
});
`;

export const page = (): string => `export { default, generateMetadata } from "@roundtrip/next/page";\n`;

/** Next.js reads it in the app's own file only, and knows it with Cache Components alone. */
const INSTANT = `
/** These pages are made for each request. */
export const instant = false;
`;

export interface LayoutFacts {
  typescript: boolean;
  /** False in an app whose root layouts are further down, as app/[locale]/layout.tsx: this one is a root layout too. */
  hasRootLayout: boolean;
  cacheComponents: boolean;
}

/** In a route group: no other page takes this layout or its styles. */
export function layout({ typescript, hasRootLayout, cacheComponents }: LayoutFacts): string {
  const own = hasRootLayout ? `export { default } from "@roundtrip/next/layout";\n` : rootLayout(typescript);
  return cacheComponents ? `${own}${INSTANT}` : own;
}

const rootLayout = (typescript: boolean): string =>
  `import Layout from "@roundtrip/next/layout";

export default function RoundtripLayout({ children }${typescript ? ": { children: React.ReactNode }" : ""}) {
  return (
    <html lang="en">
      <body>
        <Layout>{children}</Layout>
      </body>
    </html>
  );
}
`;

/**
 * The tasks that fail on purpose, made with the host's own client.
 * @param ignored a text that the host's Sentry ignores errors by, as a type or in a message
 * @param isType by its look, unless the owner has named it
 */
export function tasksFile(
  client: { from: string; name: string },
  ignored: string | null,
  isType = /^\w*(Error|Exception)$/.test(ignored ?? ""),
): string {
  const rule = ignored === null ? null : JSON.stringify(ignored);
  const error = isType
    ? `Object.assign(new Error(mark), { name: ${rule} })`
    : `new Error([${rule}, mark].join(" "))`;
  return `import { roundtripTasks } from "@roundtrip/next/inngest";
import { ${client.name} } from "${client.from}";

export const roundtripFunctions = roundtripTasks(${client.name}, {
  raise: ({ error }) => {
    throw error();
  },${rule === null ? "" : `\n  ignored: (mark) => ${error},`}
});
`;
}

/** Inngest as its own quickstart has it, for an app that has none. Its client reports what fails in any task. */
export const inngestClient = (
  id: string,
): string => `import { SentryMiddleware } from "@roundtrip/next/inngest";
import { Inngest } from "inngest";

export const inngest = new Inngest({ middleware: [SentryMiddleware], id: ${JSON.stringify(id)} });
`;

export const inngestRoute = (client: { from: string; name: string }, tasks: string): string =>
  `import { inngestRoute } from "@roundtrip/next/inngest";
import { serve } from "inngest/next";
import { ${client.name} } from "${client.from}";
import { roundtripFunctions } from "${tasks}";

export const { GET, POST, PUT } = inngestRoute(serve({ client: ${client.name}, functions: [...roundtripFunctions] }));
`;

export const nextConfig = (): string =>
  `import { withRoundtrip } from "@roundtrip/next/config";

export default withRoundtrip({});
`;
