import { cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { ROOT } from "@/local/root";
import type { Host } from "./rows/host";
import { must } from "./run";

const CREATE = "create-next-app@16.4.3";

/**
 * Brings pnpm, where it is not there, as its own documentation does by npx; init then finds it as a user's machine has it.
 * @returns the folder that a PATH must name
 */
export async function bringPnpm(into: string): Promise<string> {
  await mkdir(into, { recursive: true });
  await must("npm", ["install", "--no-audit", "--no-fund", "--prefix", into, "pnpm@10.34.9"], into);
  return join(into, "node_modules/.bin");
}

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

const NPM = ["install", "--no-audit", "--no-fund", "--prefer-offline"];

/** Copies the fresh app without what npm has installed in it. */
const copyBare = (fresh: string, into: string) =>
  cp(fresh, into, {
    recursive: true,
    filter: (path) => !/\/(node_modules|package-lock\.json)$/.test(path),
  });

/** @returns the folder of the app, with its packages */
async function install(
  fresh: string,
  into: string,
  { packages = [], pnpm, workspace }: Host,
): Promise<string> {
  if (pnpm) {
    await copyBare(fresh, into);
    await must("pnpm", ["add", "--prefer-offline", ...packages], into);
    return into;
  }
  if (workspace) {
    const app = join(into, "apps/shop");
    await copyBare(fresh, app);
    const manifest = { name: "monorepo", private: true, workspaces: ["apps/*"] };
    await writeFile(join(into, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
    await writeFile(join(into, ".gitignore"), "node_modules\n");
    await must("npm", [...NPM, "--workspace", "apps/shop", ...packages], into);
    return app;
  }
  await cp(fresh, into, { recursive: true, verbatimSymlinks: true });
  if (packages.length > 0) await must("npm", [...NPM, ...packages], into);
  return into;
}

/** @returns the folder of the app */
export async function makeHost(fresh: string, folder: string, host: Host): Promise<string> {
  const { files = {}, gone = [], changed = {} } = host;
  const into = await install(fresh, folder, host);
  for (const path of gone) await rm(join(into, path), { recursive: true, force: true });
  for (const [path, change] of Object.entries(changed))
    await writeFile(join(into, path), change(await readFile(join(into, path), "utf8")));
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(into, path)), { recursive: true });
    await writeFile(join(into, path), text);
  }
  await git(folder, "init", "-q");
  await git(folder, "add", "-A");
  await git(folder, "commit", "-qm", "shop");
  return into;
}
