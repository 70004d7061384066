import { chmod, readFile } from "node:fs/promises";
import { join } from "node:path";
import { build, type Metafile } from "esbuild";
import { ROOT } from "../root";

const PRODUCT = join(ROOT, "packages/roundtrip");

/**
 * Bundles the command into one file, which starts at once and runs wherever Node.js does.
 * @returns names of the npm packages that the file holds parts of
 */
export async function bundleCommand(outfile: string): Promise<string[]> {
  const { version } = JSON.parse(await readFile(join(PRODUCT, "package.json"), "utf8"));
  const { metafile } = await build({
    absWorkingDir: PRODUCT,
    entryPoints: ["src/cli/main.ts"],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20.19",
    conditions: ["@roundtrip/source"],
    // Names stay: what an unexpected error says of itself must be readable.
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: "none",
    banner: { js: "#!/usr/bin/env node" },
    define: { "process.env.ROUNDTRIP_VERSION": JSON.stringify(version) },
    metafile: true,
    logLevel: "warning",
  });
  await chmod(outfile, 0o755);
  return packagesOf(metafile);
}

function packagesOf({ inputs }: Metafile): string[] {
  const names = Object.keys(inputs).flatMap((path) => {
    const [, name] = /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path) ?? [];
    return name ? [name] : [];
  });
  return [...new Set(names)].sort();
}

/** The licences of what the command holds parts of. */
export async function licences(names: readonly string[]): Promise<string> {
  const texts = names.map(async (name) => {
    const text = await readFile(join(ROOT, "node_modules", name, "LICENSE"), "utf8");
    return `${name}\n\n${text.trim()}\n`;
  });
  return (await Promise.all(texts)).join(`\n${"-".repeat(80)}\n\n`);
}
