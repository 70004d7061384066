import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { ROOT } from "@/local/root";
import { type Figure, figure } from "../figure";

const GOAL_BYTES = 3_000;
const GZIP_LEVEL = 6;

const init = (integrations: string): string =>
  `Sentry.init({ dsn: "https://key@sentry.example/1", environment: "demo", release: "shop@1", tracesSampleRate: 0${integrations} });
export const onRouterTransitionStart = Sentry.captureRouterTransitionStart;`;
const PLAIN = `import * as Sentry from "@sentry/nextjs";\n${init("")}`;
const WITH = `import { roundtripIntegration } from "@roundtrip/next/sentry";
import * as Sentry from "@sentry/nextjs";\n${init(", integrations: [roundtripIntegration()]")}`;

/**
 * What the browser's integration adds to each page of an app that starts Sentry anyway: its instrumentation-client.ts with
 * and without, bundled and minified. What is loaded later, when somebody asks, does not count.
 */
export async function ownPages(): Promise<Figure[]> {
  const [plain, more] = [await firstLoad(PLAIN), await firstLoad(WITH)];
  return [
    figure(
      "JS of the app's own pages, with the integration above without, gzipped",
      "bytes",
      [more - plain],
      GOAL_BYTES,
    ),
    figure("  Sentry's own, without", "bytes", [plain]),
  ];
}

async function firstLoad(contents: string): Promise<number> {
  const { outputFiles, metafile } = await build({
    stdin: { contents, resolveDir: ROOT, sourcefile: "instrumentation-client.ts", loader: "ts" },
    bundle: true,
    minify: true,
    splitting: true,
    format: "esm",
    platform: "browser",
    conditions: ["browser", "production"],
    mainFields: ["browser", "module", "main"],
    define: { "process.env.NODE_ENV": '"production"', __SENTRY_DEBUG__: "false" },
    external: ["next/*", "react"],
    outdir: "out",
    write: false,
    metafile: true,
  });
  const scripts = new Map(outputFiles.map((file) => [file.path, file.contents]));
  const needed = new Set<string>();
  const add = (path: string): void => {
    if (needed.has(path)) return;
    needed.add(path);
    for (const { path: imported, kind, external } of metafile.outputs[path]?.imports ?? [])
      if (kind === "import-statement" && !external) add(imported);
  };
  for (const [path, { entryPoint }] of Object.entries(metafile.outputs))
    if (entryPoint === "instrumentation-client.ts") add(path);
  const parts = [...needed].map((path) => [...scripts].find(([full]) => full.endsWith(path))?.[1]);
  if (parts.length === 0 || parts.includes(undefined))
    throw new Error("esbuild wrote no instrumentation-client");
  return gzipSync(Buffer.concat(parts.filter((part) => part !== undefined)), { level: GZIP_LEVEL }).length;
}
