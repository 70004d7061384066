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

/** In a route group: no other page takes this layout or its styles. */
export const layout = (): string => `export { default } from "@roundtrip/next/layout";\n`;

/** For an app whose root layouts are further down, as app/[locale]/layout.tsx: this one is a root layout too. */
export const rootLayout = (typescript: boolean): string =>
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
 */
export function tasksFile(client: { from: string; name: string }, ignored: string | null): string {
  const rule = ignored === null ? null : JSON.stringify(ignored);
  const error =
    ignored && /^\w*(Error|Exception)$/.test(ignored)
      ? `Object.assign(new Error(mark), { name: ${rule} })`
      : `new Error(\`\${${rule}} \${mark}\`)`;
  return `import { roundtripTasks } from "@roundtrip/next/inngest";
import { ${client.name} } from "${client.from}";

export const roundtripFunctions = roundtripTasks(${client.name}, {
  raise: ({ error }) => {
    throw error();
  },${rule === null ? "" : `\n  ignored: (mark) => ${error},`}
});
`;
}

export const nextConfig = (): string =>
  `import { withRoundtrip } from "@roundtrip/next/config";

export default withRoundtrip({});
`;
