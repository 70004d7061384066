import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { z } from "zod";
import { ROOT } from "../root";

const run = promisify(execFile);

const Manifest = z.object({
  name: z.string(),
  version: z.string(),
  bin: z.record(z.string(), z.string()).default({}),
  exports: z.record(z.string(), z.unknown()),
  dependencies: z.record(z.string(), z.string()).default({}),
  peerDependencies: z.record(z.string(), z.string()).default({}),
  peerDependenciesMeta: z.record(z.string(), z.object({ optional: z.boolean() })).default({}),
});
const PackReport = z.array(
  z.object({
    filename: z.string(),
    size: z.number(),
    unpackedSize: z.number(),
    files: z.array(z.object({ path: z.string() })),
  }),
);

export interface Packed {
  manifest: z.infer<typeof Manifest>;
  tarball: string;
  /** Bytes. */
  size: number;
  unpackedSize: number;
  files: string[];
}

/** What `npm pack` makes of a built package, as npm would publish it. */
export async function pack(name: "roundtrip" | "stand-ins", to: string): Promise<Packed> {
  const directory = join(ROOT, "packages", name);
  const { stdout } = await run("npm", ["pack", "--json", "--pack-destination", to], {
    cwd: directory,
    shell: process.platform === "win32",
  });
  const [report] = PackReport.parse(JSON.parse(stdout));
  if (!report) throw new Error(`npm pack said nothing of packages/${name}`);
  const { filename, size, unpackedSize, files } = report;
  const manifest = Manifest.parse(JSON.parse(await readFile(join(directory, "package.json"), "utf8")));
  return {
    manifest,
    tarball: join(to, filename),
    size,
    unpackedSize,
    files: files.map(({ path }) => path).sort(),
  };
}
