import { cp, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { FRESH, FURNISHED } from "#cli/init/testing/hosts.js";
import { ROOT } from "@/local/root";
import { must } from "./run";

const CREATE = "create-next-app@16.4.3";

/** A host that is made by a script, and entered by `init` alone. */
export interface Host {
  name: string;
  /** The checks that it can take. */
  checks: readonly string[];
  /** What it has more than a fresh app. */
  packages: readonly string[];
  files: Readonly<Record<string, string>>;
}

const beyondFresh = Object.entries(FURNISHED).filter(
  ([path, text]) => path !== "package.json" && FRESH[path] !== text,
);

export const HOSTS: readonly Host[] = [
  { name: "fresh", checks: ["sentry"], packages: [], files: {} },
  {
    name: "furnished",
    checks: ["sentry", "sentry-extra", "sentry-inngest", "sentry-inngest-ignored"],
    packages: ["@sentry/nextjs@11.5.0", "inngest@4.24.0", "pino@10.4.0"],
    files: Object.fromEntries(beyondFresh),
  },
];

/** @returns the packed product, as somebody installs it */
export async function pack(into: string): Promise<string> {
  await mkdir(into, { recursive: true });
  await must(
    "npm",
    ["pack", "-w", "packages/roundtrip", "-w", "packages/stand-ins", "--pack-destination", into],
    ROOT,
  );
  const packed = (await readdir(into)).find((name) => name.startsWith("roundtrip-next-"));
  if (!packed) throw new Error("npm pack made no package of packages/roundtrip");
  return join(into, packed);
}

/** The app that create-next-app writes today; its fonts come from Google when it is built, and are taken out. */
export async function createApp(into: string): Promise<string> {
  await must("npx", ["--yes", CREATE, "shop", "--yes", "--use-npm", "--disable-git"], into);
  const root = join(into, "shop");
  const layout = join(root, "app/layout.tsx");
  const text = await readFile(layout, "utf8");
  await writeFile(
    layout,
    text
      .replace(/^import .*next\/font\/google";\n/m, "")
      .replace(/^const geist\w+ = [\s\S]*?^}\);\n\n/gm, "")
      .replace(/className=\{`[^`]*`\}/, 'className="h-full antialiased"'),
  );
  return root;
}

const git = (root: string, ...words: string[]) =>
  must("git", ["-c", "user.name=Shop", "-c", "user.email=shop@example.com", ...words], root);

export async function makeHost(fresh: string, into: string, { packages, files }: Host): Promise<void> {
  await cp(fresh, into, { recursive: true, verbatimSymlinks: true });
  if (packages.length > 0) await must("npm", ["install", "--no-audit", "--no-fund", ...packages], into);
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(into, path)), { recursive: true });
    await writeFile(join(into, path), text);
  }
  await git(into, "init", "-q");
  await commit(into, "shop");
}

async function commit(root: string, message: string): Promise<void> {
  await git(root, "add", "-A");
  await git(root, "commit", "-qm", message);
}
