import { readdirSync } from "node:fs";
import { resolve } from "node:path";
import { build } from "esbuild";
import { expect, test } from "vitest";

const SOURCES = resolve(import.meta.dirname, "..");

/** For each file of the package, the packages that it imports, by whatever way; types alone import nothing. */
async function reached(): Promise<Map<string, Set<string>>> {
  const { metafile } = await build({
    absWorkingDir: SOURCES,
    entryPoints: readdirSync(SOURCES, { recursive: true, encoding: "utf8" }).filter(
      (file) => /\.tsx?$/.test(file) && !/testing\/|\.test\./.test(file),
    ),
    bundle: true,
    packages: "external",
    conditions: ["@roundtrip/source"],
    write: false,
    metafile: true,
    outdir: "out",
    platform: "node",
    format: "esm",
    jsx: "automatic",
  });
  const found = new Map<string, Set<string>>();
  const walk = (file: string): Set<string> => {
    const known = found.get(file);
    if (known) return known;
    const packages = new Set<string>();
    found.set(file, packages);
    for (const { path, external } of metafile.inputs[file]?.imports ?? [])
      for (const one of external ? [path] : walk(path)) packages.add(one);
    return packages;
  };
  for (const file of Object.keys(metafile.inputs)) walk(file);
  return found;
}

test("an app without Inngest never imports it: only what is below ./inngest does", async () => {
  const files = [...(await reached())]
    .filter(([, packages]) => [...packages].some((one) => one === "inngest" || one.startsWith("inngest/")))
    .map(([file]) => file);
  expect(files.sort()).toEqual([
    "inngest/middleware.ts",
    "next/inngest.ts",
    "next/tasks/canary.ts",
    "next/tasks/follow.ts",
    "next/tasks/make.ts",
    "next/tasks/raise-ignored.ts",
    "next/tasks/raise.ts",
    "next/tasks/trace.ts",
  ]);
});
