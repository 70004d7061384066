import { chmod, copyFile, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { build, type Metafile } from "esbuild";
import manifest from "../package.json";

const ROOT = resolve(import.meta.dirname, "..");
export const FILE = "roundtrip.mjs";
const LICENCES = "THIRD-PARTY-LICENSES";

/** The command as one file, in a package that depends on nothing. */
export interface Built {
  /** What `npm pack` is told to pack. */
  directory: string;
  /** Names of the npm packages that the file holds parts of. */
  bundled: string[];
}

/** Bundles the command, and writes the package around it: manifest, licences, README. */
export async function buildCli(directory = join(ROOT, "dist/cli")): Promise<Built> {
  await rm(directory, { recursive: true, force: true });
  await mkdir(directory, { recursive: true });
  const outfile = join(directory, FILE);
  const { metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints: ["cli/main.ts"],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20.19",
    // Names stay: what an unexpected error says of itself must be readable.
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: "none",
    banner: { js: "#!/usr/bin/env node" },
    metafile: true,
    logLevel: "warning",
  });
  await chmod(outfile, 0o755);
  const bundled = packagesOf(metafile);
  await writeFile(join(directory, "package.json"), `${JSON.stringify(published(), null, 2)}\n`);
  await writeFile(join(directory, LICENCES), await licences(bundled));
  await copyFile(join(ROOT, "cli/README.md"), join(directory, "README.md"));
  await copyFile(join(ROOT, "LICENSE"), join(directory, "LICENSE"));
  return { directory, bundled };
}

/** The app's own dependencies are none of the command's: whoever installs it gets this one file. */
const published = () => ({
  name: manifest.name,
  version: manifest.version,
  description: manifest.description,
  license: manifest.license,
  type: "module",
  engines: manifest.engines,
  bin: { roundtrip: FILE },
  files: [FILE, LICENCES],
});

function packagesOf({ inputs }: Metafile): string[] {
  const names = Object.keys(inputs).flatMap((path) => {
    const [, name] = /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path) ?? [];
    return name ? [name] : [];
  });
  return [...new Set(names)].sort();
}

async function licences(names: readonly string[]): Promise<string> {
  const texts = names.map(async (name) => {
    const text = await readFile(join(ROOT, "node_modules", name, "LICENSE"), "utf8");
    return `${name}\n\n${text.trim()}\n`;
  });
  return (await Promise.all(texts)).join(`\n${"-".repeat(80)}\n\n`);
}
